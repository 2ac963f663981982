import { eventParts as part } from 'statecart/machine';
import { z } from 'zod';
import { duration } from './durations.ts';

/** What every party of the outside can be made to do: calls that do not get through, answers that are lost. */
const wire = ['fail_before', 'lose_answer'] as const;
const telling = ['silent', 'out_of_order', 'duplicate_fact', 'late_fact'] as const;

/** How one party treats an order, otherwise than well. */
function ruleSchema<const Behaviour extends string, const Method extends string>(
  behaviours: readonly Behaviour[],
  methods: readonly Method[],
) {
  return z.array(
    z
      .strictObject({
        do: z.enum([...behaviours, ...wire]),
        /** Only this call. */
        method: z.enum(methods).optional(),
        /** How many calls it is for; left out: all. */
        times: z.number().int().min(1).optional(),
        code: part.id.optional(),
        reason: part.text.optional(),
        /** Of `pending` and `late_fact`: how long it takes. */
        wait: duration.optional(),
        /** Of `pending`: what becomes of it. */
        // oxlint-disable-next-line unicorn/no-thenable -- a word, as the library's rules have it; no function
        then: z.enum(['succeed', 'decline']).optional(),
        /** Of `split`: in how many parcels. */
        parcels: z.number().int().min(1).max(50).optional(),
      })
      .transform(({ wait, ...rule }) => (wait === undefined ? rule : { ...rule, ms: wait })),
  );
}

const stops = ['reject', 'pending', 'refuse_cancel'] as const;

/** How the outside treats an order: by party. Who is left out behaves well. */
export const outsideSchema = z.strictObject({
  payment: ruleSchema(
    ['decline', 'sale', 'pending', 'duplicate_fact', 'late_fact'],
    ['authorize', 'capture', 'void', 'refund'],
  ).default([]),
  warehouse: ruleSchema(['reject', 'expire'], ['reserve', 'release', 'confirm', 'return']).default([]),
  fulfillment: ruleSchema(
    [...stops, 'split', 'fail', 'cancel_itself', ...telling],
    ['create', 'cancel'],
  ).default([]),
  shipping: ruleSchema(
    [...stops, 'exception', 'lose_parcel', 'return_to_sender', ...telling],
    ['createShipment', 'cancelShipment'],
  ).default([]),
  risk: ruleSchema(['review', 'reject'], ['screen']).default([]),
  notification: ruleSchema([], ['send']).default([]),
});

/** How the outside treats an order. */
export type OutsideRules = z.output<typeof outsideSchema>;
