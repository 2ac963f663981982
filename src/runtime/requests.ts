import { OrderError } from '../errors/index.ts';
import {
  type EventInput,
  type EventOf,
  type EventPayloadInput,
  type Order,
  type OrderEvent,
  type OrderStatus,
  type RequestType,
} from '../machine/index.ts';
import { answering, attempt, orderOf, type SendResult } from './attempt.ts';
import type { Context } from './context.ts';
import { loadStored } from './load.ts';
import { type Caller, callerOf, stamp } from './meta.ts';
import { createPaymentRequests } from './payments.ts';
import {
  type Plan,
  planAddressChange,
  planEdit,
  planEvent,
  planSubmission,
  planSubstitution,
} from './plan.ts';
import type { SendOptions } from './send-options.ts';

export type { SendOptions } from './send-options.ts';

/** How to cancel. */
export type CancelInput = EventPayloadInput<'order.cancel'>;
/** Which units to cancel, and how. */
export type CancelLinesInput = EventPayloadInput<'order.cancel_lines'>;

/** A complete event out of what a caller wrote. What is ours to stamp can't be overwritten. */
export function readEvent(
  context: Context,
  input: EventInput | { readonly type: string },
  caller: Caller,
): OrderEvent {
  const { meta, ...rest } = (input ?? {}) as EventInput & { readonly meta?: EventInput['meta'] };
  return context.order.parseEvent(rest, stamp(context, callerOf(meta, caller)));
}

/** Whether the caller gave the event an id. */
export function isNamed(input: EventInput, caller: Caller): boolean {
  return (input?.meta?.id ?? caller.eventId) !== undefined;
}

/** What an event needs before it can be taken. */
function planFor(context: Context, event: OrderEvent): Plan {
  switch (event.type) {
    case 'draft.edit':
      return planEdit(context, event);
    case 'address.change':
      return planAddressChange(context, event);
    case 'order.submit':
      return submissionOf(context, event);
    case 'shortfall.substitute':
      return planSubstitution(context, event);
    default:
      return planEvent(event, context.order);
  }
}

/** A submission that the caller has put together: customer and prices are checked all the same. */
function submissionOf(context: Context, event: EventOf<'order.submit'>): Plan {
  const { id, ...caller } = event.meta;
  return planSubmission(context, { ...caller, eventId: id }, event);
}

/** The methods that change an order. */
export function createRequests(context: Context) {
  const attemptInput = (orderId: string, input: EventInput, options: SendOptions): Promise<SendResult> =>
    attempt(context, orderId, planFor(context, readEvent(context, input, options)), {
      ifVersion: options.ifVersion,
      named: isNamed(input, options),
    });

  const send = async (orderId: string, input: EventInput, options: SendOptions = {}): Promise<Order> =>
    orderOf(await attemptInput(orderId, input, options));

  const submit = async (orderId: string, options: SendOptions = {}): Promise<Order> =>
    orderOf(
      await attempt(context, orderId, planSubmission(context, options), {
        ifVersion: options.ifVersion,
        named: options.eventId !== undefined,
      }),
    );

  const request = <T extends RequestType>(
    type: T,
    orderId: string,
    payload: EventPayloadInput<T>,
    options: SendOptions = {},
  ): Promise<Order> => send(orderId, { ...payload, type } as unknown as EventInput, options);

  return {
    ...createPaymentRequests(send),
    send,
    submit,
    trySend: async (orderId: string, input: EventInput, options: SendOptions = {}): Promise<SendResult> =>
      answering(async () => attemptInput(orderId, input, options)),
    editDraft: (orderId: string, edit: EventPayloadInput<'draft.edit'>, options?: SendOptions) =>
      request('draft.edit', orderId, edit, options),
    touch: (orderId: string, options?: SendOptions) => request('draft.touch', orderId, {}, options),
    changeAddress: (orderId: string, change: EventPayloadInput<'address.change'>, options?: SendOptions) =>
      request('address.change', orderId, change, options),
    cancel: (orderId: string, how: CancelInput, options?: SendOptions) =>
      request('order.cancel', orderId, how, options),
    cancelLines: (orderId: string, how: CancelLinesInput, options?: SendOptions) =>
      request('order.cancel_lines', orderId, how, options),
    approveReview: (orderId: string, how: EventPayloadInput<'review.approve'> = {}, options?: SendOptions) =>
      request('review.approve', orderId, how, options),
    resolveShipment: (orderId: string, how: EventPayloadInput<'shipment.resolve'>, options?: SendOptions) =>
      request('shipment.resolve', orderId, how, options),
    rejectReview: (orderId: string, how: EventPayloadInput<'review.reject'>, options?: SendOptions) =>
      request('review.reject', orderId, how, options),
    async updateStatus(orderId: string, target: OrderStatus, options: SendOptions = {}): Promise<Order> {
      await context.ready();
      const { order } = await loadStored(context.store, orderId, context.order);
      if (order.axes.status === target) return order;
      const leading = context.order.eventLeadingTo(order, target);
      if ('reason' in leading) throw noEventLeadsTo(order, target, leading.reason);
      switch (leading.event) {
        case 'order.submit':
          return submit(orderId, options);
        case 'order.cancel':
          return request('order.cancel', orderId, { reason: 'status_update' }, options);
      }
    },
  };
}

function noEventLeadsTo(order: Order, target: OrderStatus, reason: string): OrderError {
  return new OrderError(
    'NOT_ALLOWED',
    `order ${order.number ?? order.id} can't be set to \`${target}\` while it is \`${order.axes.status}\`: ${reason}`,
    { details: { orderId: order.id, status: order.axes.status, target } },
  );
}
