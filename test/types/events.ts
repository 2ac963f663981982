import type { EventInput, EventPayloadInput, FactInput, Orders, RequestInput, RequestType } from 'statecart';
import { expectTypeOf } from 'vitest';

/** Checked by the compiler alone (`npm run typecheck`), never run: what may be sent, and what not. */
declare const orders: Orders;
const id = 'an order';

await orders.send(id, { type: 'order.cancel', reason: 'customer_request' });
await orders.send(id, {
  type: 'order.cancel',
  reason: 'customer_request',
  note: null,
  meta: { actor: 'ada' },
});
await orders.send(id, { type: 'draft.touch' });
await orders.cancel(id, { reason: 'customer_request' }, { ifVersion: 4 });

// @ts-expect-error There is no such event.
await orders.send(id, { type: 'order.cancle', reason: 'customer_request' });
// @ts-expect-error A cancellation has a reason.
await orders.send(id, { type: 'order.cancel' });
// @ts-expect-error A reason is text.
await orders.send(id, { type: 'order.cancel', reason: 7 });
// @ts-expect-error Statuses are not sent: they follow.
await orders.send(id, { type: 'order.cancel', reason: 'customer_request', status: 'cancelled' });
// @ts-expect-error A return names its lines.
await orders.send(id, { type: 'return.request', reason: 'too small' });
// @ts-expect-error Amounts are numbers of minor units, not text.
await orders.send(id, { type: 'payment.refund', amountMinor: '12.90', reason: 'late' });
// @ts-expect-error Options are named.
await orders.send(id, { type: 'draft.touch' }, { version: 4 });
// @ts-expect-error XState's own events are not ours to send.
await orders.send(id, { type: 'xstate.stop' });

// A type picks its payload, and a payload's defaults may be left out.
expectTypeOf<Extract<EventInput, { type: 'payment.retry' }>>()
  .toHaveProperty('transactionId')
  .toEqualTypeOf<string>();
expectTypeOf<EventPayloadInput<'order.cancel'>>().toExtend<{
  reason: string;
  note?: string | null | undefined;
}>();
expectTypeOf<EventInput<'order.cancel'>['reason']>().toEqualTypeOf<string>();

// Requests and facts are apart, and together they are all.
expectTypeOf<RequestInput['type']>().toEqualTypeOf<RequestType>();
expectTypeOf<Extract<RequestInput, FactInput>>().toBeNever();
expectTypeOf<RequestInput | FactInput>().toEqualTypeOf<EventInput>();

// Only requests can be explained: a fact is never refused.
await orders.explain(id, 'order.cancel');
// @ts-expect-error A fact.
await orders.explain(id, 'payment.captured');
