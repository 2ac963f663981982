import type { CommandRef, PublishedRef } from '../commands.ts';
import type { OrderEvent } from '../events/index.ts';
import { orderMachine, snapshotOf } from '../machine.ts';
import type { Order } from '../order.ts';
import type { Ran } from './run.ts';
import { type AskedAction, collectingScope } from './scope.ts';

/** Runs the statechart over one event with XState itself: about four times the cost of `runChart`, and the same result. */
export function runWithXState(order: Order, event: OrderEvent): Ran {
  const asked: AskedAction[] = [];
  const { context, value } = orderMachine.transition(snapshotOf(order), event, collectingScope(asked));
  const told = asked.filter(({ type }) => type === 'xstate.emit');
  const commands = asked.filter(({ type }) => type !== 'xstate.emit');
  return {
    context,
    states: value as Readonly<Record<string, string>>,
    published: told.map(({ params }) => (params as { readonly event: PublishedRef }).event),
    commands: commands.map(
      ({ type, params }) => ({ type, ref: (params as { readonly ref: string }).ref }) as CommandRef,
    ),
  };
}
