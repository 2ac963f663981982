import { enqueueActions, setup } from 'xstate';
import type { Axes, Axis, OrderStatus } from './axes.ts';
import type { Anomaly, CommandType, PublishedRef } from './commands.ts';
import type { OrderEvent } from './events/index.ts';
import { kindOf } from './ledgers/entry.ts';
import { begin, type DueOperation, isDue } from './ledgers/plan.ts';
import { enterStatus, type StatusCondition, statusCommands, statusConditions } from './ledgers/status.ts';
import { type LedgerAxes, summary } from './ledgers/summary.ts';
import { take } from './ledgers/writers.ts';
import type { Order, Timestamp } from './order.ts';

/** The statechart's context: the order, and what the last event came to. */
export interface OrderContext {
  readonly order: Order;
  /** `null` until an event was written into the ledgers. */
  readonly outcome: 'applied' | 'duplicate' | 'anomaly' | null;
  readonly anomaly: Anomaly | null;
}

/** The moment of an event by our clock; XState's own events (`xstate.init`) have none. */
function momentOf(
  event: { readonly type: string; readonly meta?: { readonly receivedAt: Timestamp } },
  order: Order,
): Timestamp {
  return event.meta?.receivedAt ?? order.timestamps.updatedAt;
}

/** A command as an action: its type and its reference. */
type CommandAction = { [T in CommandType]: { type: T; params: { readonly ref: string } } }[CommandType];

/** `enqueueActions` with the types of this statechart: `setup` alone loses the parameters of actions made so. */
function enqueued<P>(
  collect: Parameters<
    typeof enqueueActions<
      OrderContext,
      OrderEvent,
      P & NonReducible,
      OrderEvent,
      never,
      CommandAction,
      never,
      never,
      PublishedRef
    >
  >[0],
): (args: unknown, params: P) => void {
  return enqueueActions(collect) as unknown as (args: unknown, params: P) => void;
}
type NonReducible = object | undefined;

/** A command does nothing inside the machine: the runtime performs it. Under a plain actor, `provide` can implement it. */
const command = (_args: unknown, _params: { readonly ref: string }) => undefined;

/**
 * What the regions are built with: the types, the guards and the actions by name.
 *
 * `record` writes an event into the ledgers; `begin` enters the operation that is due and sends its command; `enter`
 * keeps the axes in the order in step with the states. The actions named like commands are the commands.
 */
export const orderSetup = setup({
  types: {
    context: {} as OrderContext,
    events: {} as OrderEvent,
    input: {} as { readonly order: Order },
    emitted: {} as PublishedRef,
    tags: {} as
      | 'open'
      | 'editable'
      | 'placed'
      | 'cancellable'
      | 'released'
      | 'ended'
      | 'terminal'
      | 'in_flight'
      | 'attention',
  },
  guards: {
    /** The ledgers say that this axis is in this state. */
    ledgerSays: ({ context }, params: { readonly axis: keyof LedgerAxes; readonly state: string }) =>
      summary(context.order)[params.axis] === params.state,
    /** The ledgers say that this axis is no longer in this state. */
    ledgerLeft: ({ context }, params: { readonly axis: keyof LedgerAxes; readonly state: string }) =>
      summary(context.order)[params.axis] !== params.state,
    /** An operation is due. */
    due: ({ context }, params: { readonly operation: DueOperation }) =>
      isDue(context.order, params.operation),
    /** A condition of the status holds. */
    holds: ({ context }, params: { readonly condition: StatusCondition }) =>
      statusConditions[params.condition](context.order),
    /** The event is about one of these deadlines. */
    deadlineIs: ({ event }, params: { readonly names: readonly string[] }) =>
      event.type === 'deadline.reached' && params.names.includes(event.name),
    /** The event is about an operation of one of these kinds. */
    operationIs: ({ event }, params: { readonly kinds: readonly string[] }) =>
      event.type === 'operation.unknown' && params.kinds.includes(kindOf(event.operationId)),
  },
  actions: {
    record: enqueued<undefined>(({ context, event, enqueue }) => {
      const taken = take(context.order, event);
      if (taken.outcome === 'duplicate') {
        enqueue.assign({ outcome: 'duplicate' });
        return;
      }
      if (taken.outcome === 'anomaly') {
        enqueue.assign({
          order: taken.order,
          outcome: 'anomaly',
          anomaly: { code: taken.code, message: taken.message },
        });
        return;
      }
      enqueue.assign({ order: taken.order, outcome: 'applied' });
      for (const published of taken.published) enqueue.emit(published);
      for (const ref of taken.commands) enqueue({ type: ref.type, params: { ref: ref.ref } });
    }),
    begin: enqueued<{ readonly operation: DueOperation }>(({ context, event, enqueue }, params) => {
      const begun = begin(context.order, params.operation, momentOf(event, context.order));
      if (!begun) return;
      enqueue.assign({ order: begun.order });
      enqueue({ type: begun.command.type, params: { ref: begun.command.ref } });
    }),
    enter: enqueued<{ readonly axis: Axis; readonly state: string }>(({ context, enqueue }, params) => {
      const { order } = context;
      if (order.axes[params.axis] === params.state) return;
      enqueue.assign({ order: { ...order, axes: { ...order.axes, [params.axis]: params.state } as Axes } });
    }),
    enterStatus: enqueued<{ readonly status: OrderStatus }>(({ context, event, enqueue }, params) => {
      const { order } = context;
      if (order.axes.status === params.status) return;
      const moved = enterStatus(order, params.status, momentOf(event, order));
      enqueue.assign({ order: moved });
      enqueue.emit({ type: 'order.status_changed', ref: `${order.axes.status}>${params.status}` });
      for (const ref of statusCommands(moved)) enqueue({ type: ref.type, params: { ref: ref.ref } });
    }),
    'risk.screen': command,
    'stock.reserve': command,
    'stock.release': command,
    'stock.confirm': command,
    'stock.return': command,
    'payment.authorize': command,
    'payment.capture': command,
    'payment.void': command,
    'payment.refund': command,
    'fulfillment.create': command,
    'fulfillment.cancel': command,
    'shipment.create': command,
    'shipment.cancel': command,
    'checkout.clear': command,
    'notification.send': command,
  },
});
