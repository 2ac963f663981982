import {
  type ErrorCode,
  type Explanation,
  isOrderError,
  isPortError,
  type Order,
  type OrderError,
  type OrderStatus,
  type Orders,
  type Refusal,
  type RequestType,
} from 'statecart';
import { expectTypeOf } from 'vitest';

/** Checked by the compiler alone (`npm run typecheck`), never run: what comes back. */
declare const orders: Orders;
declare const caught: unknown;
const id = 'an order';

// An order or an error, and each only after a look at `ok`.
const result = await orders.trySend(id, { type: 'draft.touch' });
if (result.ok) {
  expectTypeOf(result.order).toEqualTypeOf<Order>();
  expectTypeOf(result).not.toHaveProperty('refusals');
} else {
  expectTypeOf(result.error).toEqualTypeOf<OrderError>();
  expectTypeOf(result.refusals).toEqualTypeOf<readonly Refusal[]>();
  expectTypeOf(result).not.toHaveProperty('order');
}
// @ts-expect-error Nobody has looked yet.
void (await orders.trySend(id, { type: 'draft.touch' })).order;

expectTypeOf(await orders.explain(id, 'order.cancel')).toEqualTypeOf<Explanation>();
expectTypeOf(await orders.allowedEvents(id)).toEqualTypeOf<readonly RequestType[]>();

// A guard gives the error its type, and takes known codes only.
if (isOrderError(caught, 'NOT_ALLOWED')) expectTypeOf(caught.code).toEqualTypeOf<ErrorCode>();
if (isPortError(caught)) expectTypeOf(caught.outcome).toEqualTypeOf<'failed' | 'unknown'>();
// @ts-expect-error There is no such code.
isOrderError(caught, 'NOT_ALOWED');

// Axes are unions of names, not text.
const order = await orders.get(id);
expectTypeOf(order.axes.status).toEqualTypeOf<OrderStatus>();
expectTypeOf(order.axes.payment).not.toEqualTypeOf<string>();
// @ts-expect-error There is no such status.
void (order.axes.status === 'returned');
// @ts-expect-error The payment has its own names.
void (order.axes.payment === 'shipped');

// What is read is not written.
// @ts-expect-error Read-only.
order.axes.status = 'delivered';
// @ts-expect-error Read-only.
order.lines.push(order.lines[0]!);

await orders.updateStatus(id, 'cancelled');
// @ts-expect-error There is no such status.
await orders.updateStatus(id, 'canceled');
