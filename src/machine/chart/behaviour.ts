import type { Axes, Axis, OrderStatus } from '../axes.ts';
import type { Anomaly, CommandRef, PublishedRef } from '../commands.ts';
import type { OrderEvent } from '../events/index.ts';
import { kindOf } from '../ledgers/entry.ts';
import { begin, type DueOperation, isDue } from '../ledgers/plan.ts';
import { enterStatus, type StatusCondition, statusCommands, statusConditions } from '../ledgers/status.ts';
import { type LedgerAxes, summaryOf } from '../ledgers/summary.ts';
import { take } from '../ledgers/writers.ts';
import type { Order, Timestamp } from '../order.ts';

/** The statechart's context: the order, and what the last event came to. */
export interface OrderContext {
  readonly order: Order;
  /** `null` until an event was written into the ledgers. */
  readonly outcome: 'applied' | 'duplicate' | 'anomaly' | null;
  readonly anomaly: Anomaly | null;
}

/** What an action of the statechart comes to, in this order: the context it leaves, what it tells, what it asks for. */
export interface Effect {
  readonly context: Partial<OrderContext>;
  readonly published: readonly PublishedRef[];
  readonly commands: readonly CommandRef[];
}

const nothing: Effect = { context: {}, published: [], commands: [] };
const leaves = (order: Order): Effect => ({ context: { order }, published: [], commands: [] });

/** XState's own events (`xstate.init`) have no moment. */
type Heard = OrderEvent | { readonly type: string; readonly meta?: undefined };

/** The moment of an event by our clock. */
function momentOf(event: Heard, order: Order): Timestamp {
  return event.meta?.receivedAt ?? order.timestamps.updatedAt;
}

/** The guards of the statechart, by name: what has to hold for a transition to be taken. */
export const guards = {
  /** The ledgers say that this axis is in this state. */
  ledgerSays: (
    { order }: OrderContext,
    _event: Heard,
    params: { readonly axis: keyof LedgerAxes; readonly state: string },
  ) => summaryOf(order, params.axis) === params.state,
  /** The ledgers say that this axis is no longer in this state. */
  ledgerLeft: (
    { order }: OrderContext,
    _event: Heard,
    params: { readonly axis: keyof LedgerAxes; readonly state: string },
  ) => summaryOf(order, params.axis) !== params.state,
  /** An operation is due. */
  due: ({ order }: OrderContext, _event: Heard, params: { readonly operation: DueOperation }) =>
    isDue(order, params.operation),
  /** A condition of the status holds. */
  holds: ({ order }: OrderContext, _event: Heard, params: { readonly condition: StatusCondition }) =>
    statusConditions[params.condition](order),
  /** The event is about one of these deadlines. */
  deadlineIs: (_context: OrderContext, event: Heard, params: { readonly names: readonly string[] }) =>
    event.type === 'deadline.reached' && params.names.includes((event as { readonly name: string }).name),
  /** The event is about an operation of one of these kinds. */
  operationIs: (_context: OrderContext, event: Heard, params: { readonly kinds: readonly string[] }) =>
    event.type === 'operation.unknown' &&
    params.kinds.includes(kindOf((event as { readonly operationId: string }).operationId)),
} as const;

/** The actions of the statechart, by name. The others are the commands, which do nothing inside. */
export const effects = {
  /** Writes an event into the ledgers. */
  record: ({ order }: OrderContext, event: Heard): Effect => {
    const taken = take(order, event as OrderEvent);
    if (taken.outcome === 'duplicate') return { ...nothing, context: { outcome: 'duplicate' } };
    if (taken.outcome === 'anomaly') {
      const anomaly = { code: taken.code, message: taken.message };
      const context = { order: taken.order, outcome: 'anomaly', anomaly } as const;
      return { ...nothing, context, published: taken.published ?? [] };
    }
    const { published, commands } = taken;
    return { context: { order: taken.order, outcome: 'applied' }, published, commands };
  },
  /** Enters the operation that is due, and sends its command. */
  begin: ({ order }: OrderContext, event: Heard, params: { readonly operation: DueOperation }): Effect => {
    const begun = begin(order, params.operation, momentOf(event, order));
    if (!begun) return nothing;
    const { commands, published } = begun;
    return { context: { order: begun.order }, published, commands };
  },
  /** Keeps an axis in the order in step with the states. */
  enter: (
    { order }: OrderContext,
    _event: Heard,
    params: { readonly axis: Axis; readonly state: string },
  ): Effect =>
    order.axes[params.axis] === params.state
      ? nothing
      : leaves({ ...order, axes: { ...order.axes, [params.axis]: params.state } as Axes }),
  /** Moves the status, with what belongs to it: moments, reasons, an event, a message to the customer. */
  enterStatus: ({ order }: OrderContext, event: Heard, params: { readonly status: OrderStatus }): Effect => {
    if (order.axes.status === params.status) return nothing;
    const moved = enterStatus(order, params.status, momentOf(event, order));
    return {
      context: { order: moved },
      published: [{ type: 'order.status_changed', ref: `${order.axes.status}>${params.status}` }],
      commands: statusCommands(moved),
    };
  },
} as const;
