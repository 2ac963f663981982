import { eventParts as part, requestSchemas } from 'statecart/machine';
import { z } from 'zod';
import { duration } from './durations.ts';

/** How long after its order was placed something is done. */
const after = { after: duration };
const units = z.array(z.strictObject({ line: part.id, quantity: part.quantity })).min(1);

/** What a customer, the shop or the outside does with an order later on. */
export const deedSchema = z.discriminatedUnion('do', [
  z.strictObject({ do: z.literal('draft.touch'), ...after }),
  z.strictObject({ do: z.literal('order.submit'), ...after }),
  z.strictObject({ do: z.literal('order.cancel'), ...after, ...requestSchemas['order.cancel'].shape }),
  z.strictObject({ do: z.literal('payment.add'), ...after, ...part.paymentDraft.shape }),
  z.strictObject({
    do: z.literal('payment.capture'),
    ...after,
    amountMinor: part.positiveAmount.nullable().default(null),
  }),
  z.strictObject({ do: z.literal('payment.refund'), ...after, ...requestSchemas['payment.refund'].shape }),
  /** Tries the void or refund again that failed. */
  z.strictObject({ do: z.literal('payment.retry'), ...after }),
  z.strictObject({ do: z.literal('review.approve'), ...after, ...requestSchemas['review.approve'].shape }),
  z.strictObject({ do: z.literal('review.reject'), ...after, ...requestSchemas['review.reject'].shape }),
  z.strictObject({ do: z.literal('hold.place'), ...after, ...requestSchemas['hold.place'].shape }),
  /** Releases the hold that is in force. */
  z.strictObject({ do: z.literal('hold.release'), ...after }),
  /** Announces goods that come back; without `lines` everything that was delivered. */
  z.strictObject({ do: z.literal('return.request'), ...after, reason: part.words, lines: units.optional() }),
  /** The customer pays at the provider itself, by bank transfer for instance; without an amount the whole total. */
  z.strictObject({
    do: z.literal('outside.pay'),
    ...after,
    method: part.id.default('bank_transfer'),
    amountMinor: part.positiveAmount.optional(),
  }),
  /** The goods of the announced return arrive at the warehouse. */
  z.strictObject({ do: z.literal('outside.return'), ...after, sellable: z.boolean().default(true) }),
  /** A delivery comes in at a warehouse. */
  z.strictObject({
    do: z.literal('outside.restock'),
    ...after,
    warehouseId: part.id,
    sku: part.id,
    quantity: part.quantity,
  }),
]);

/** What is done with an order later on. */
export type Deed = z.output<typeof deedSchema>;
