import { enqueueActions, setup } from 'xstate';
import type { Axis, OrderStatus } from './axes.ts';
import { type Effect, effects, guards, type OrderContext } from './chart/behaviour.ts';
import type { CommandType, PublishedRef } from './commands.ts';
import type { OrderEvent } from './events/index.ts';
import type { DueOperation } from './ledgers/plan.ts';
import type { StatusCondition } from './ledgers/status.ts';
import type { LedgerAxes } from './ledgers/summary.ts';
import type { Order } from './order.ts';

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

/** An effect as XState's actions. */
export function action<P>(
  effect: (context: OrderContext, event: OrderEvent, params: P) => Effect,
): (args: unknown, params: P) => void {
  return enqueued<P>(({ context, event, enqueue }, params) => {
    const { context: left, published, commands } = effect(context, event, params);
    enqueue.assign(left);
    for (const told of published) enqueue.emit(told);
    for (const { type, ref } of commands) enqueue({ type, params: { ref } });
  });
}

/** A command does nothing inside the machine: the runtime performs it. Under a plain actor, `provide` can implement it. */
export const command = (_args: unknown, _params: { readonly ref: string }) => undefined;

/**
 * What the regions are built with: the types, the guards and the actions by name. What they do stands in
 * `chart/behaviour.ts`, free of XState.
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
    ledgerSays: ({ context, event }, params: { readonly axis: keyof LedgerAxes; readonly state: string }) =>
      guards.ledgerSays(context, event, params),
    ledgerLeft: ({ context, event }, params: { readonly axis: keyof LedgerAxes; readonly state: string }) =>
      guards.ledgerLeft(context, event, params),
    due: ({ context, event }, params: { readonly operation: DueOperation }) =>
      guards.due(context, event, params),
    holds: ({ context, event }, params: { readonly condition: StatusCondition }) =>
      guards.holds(context, event, params),
    deadlineIs: ({ context, event }, params: { readonly names: readonly string[] }) =>
      guards.deadlineIs(context, event, params),
    operationIs: ({ context, event }, params: { readonly kinds: readonly string[] }) =>
      guards.operationIs(context, event, params),
  },
  actions: {
    record: action<undefined>(effects.record),
    begin: action<{ readonly operation: DueOperation }>(effects.begin),
    enter: action<{ readonly axis: Axis; readonly state: string }>(effects.enter),
    enterStatus: action<{ readonly status: OrderStatus }>(effects.enterStatus),
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
