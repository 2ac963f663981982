import * as z from 'zod';
import { termsSchema } from '../terms.ts';
import * as part from './parts.ts';

/** What a draft is made of. */
export const draftSchema = z.strictObject({
  id: part.id,
  currency: part.currency,
  customer: part.customer.nullable().default(null),
  sessionId: part.id.nullable().default(null),
  cartId: part.id.nullable().default(null),
  lines: part.lineDrafts,
  shippingAddress: part.address.nullable().default(null),
  billingAddress: part.address.nullable().default(null),
  payments: z.array(part.paymentDraft).max(part.maxPayments).default([]),
  shippingMethod: part.shippingMethod.nullable().default(null),
  shipping: part.shippingCharge.prefault({ amountMinor: 0 }),
  discountCodes: part.discountCodes.default([]),
  presentment: part.presentment.nullable().default(null),
  notes: part.text.nullable().default(null),
  metadata: part.jsonObject.default({}),
  extension: part.jsonObject.default({}),
  terms: termsSchema,
});

/** What a draft is made of, complete. */
export type Draft = z.output<typeof draftSchema>;
/** What a draft is made of, as a caller gives it. */
export type DraftInput = z.input<typeof draftSchema>;
