import * as z from 'zod';
import { OrderError } from '../../errors/index.ts';
import { listProblems, eventParts as part, problemsOf } from '../events/index.ts';
import type { JsonObject, Order } from '../order.ts';
import type { Additions } from './collect.ts';

/** A user's own fields of an order, by their schemas. */
export interface Completed {
  /** What a creation may say: what is not declared is refused. */
  readonly given: z.ZodType<JsonObject, unknown>;
  /** An order with what it lacks of the fields: it was there before they were. */
  readonly complete: (order: Order) => Order;
  /**
   * The fields after a change.
   * @throws OrderError `INVARIANT_VIOLATED` when they do not fit their schemas: a fault in the extension, nothing is written.
   */
  readonly changed: (order: Order, change: object, event: string) => JsonObject;
}

/** The fields that extensions add together. */
export function ownFields({ fields }: Additions): Completed {
  const names = Object.keys(fields);
  const defaults = z.object(fields).parse({}) as JsonObject;
  const whole = z.object(fields) as unknown as z.ZodType<JsonObject>;
  return {
    given: z.strictObject(fields).prefault({}).pipe(part.jsonObject) as unknown as Completed['given'],
    complete(order) {
      if (names.every((name) => order.extension[name] !== undefined)) return order;
      return { ...order, extension: { ...defaults, ...order.extension } };
    },
    changed(order, change, event) {
      const next = { ...defaults, ...order.extension, ...change };
      const parsed = whole.safeParse(next);
      const checked = parsed.success ? part.jsonObject.safeParse({ ...next, ...parsed.data }) : parsed;
      if (checked.success) return checked.data as JsonObject;
      throw new OrderError(
        'INVARIANT_VIOLATED',
        `${event} would leave order ${order.number ?? order.id} with fields that their schemas do not take: ${listProblems(problemsOf(checked.error, 'extension'))}. Nothing was written; correct what the extension makes of the event.`,
        {
          retry: 'afterFix',
          details: { orderId: order.id, event },
          problems: problemsOf(checked.error, 'extension'),
        },
      );
    },
  };
}
