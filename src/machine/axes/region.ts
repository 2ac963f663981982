import type { AxisState } from '../axes.ts';
import type { DueOperation } from '../ledgers/plan.ts';
import type { StatusCondition } from '../ledgers/status.ts';
import type { LedgerAxes } from '../ledgers/summary.ts';

/** Moves of an axis: to each of these states, as soon as the ledgers say so. */
function moves<A extends keyof LedgerAxes>(axis: A, states: readonly AxisState<A>[]) {
  return states.map((state) => ({
    guard: { type: 'ledgerSays' as const, params: { axis, state } },
    target: state,
  }));
}

/** Operations that a region begins as soon as they are due. */
function begins(operations: readonly DueOperation[]) {
  return operations.map((operation) => ({
    guard: { type: 'due' as const, params: { operation } },
    actions: { type: 'begin' as const, params: { operation } },
  }));
}

/** Edges of the status: to each state, as soon as its condition holds. The first that holds is taken. */
export function edges<S extends AxisState<'status'>>(conditions: readonly (readonly [StatusCondition, S])[]) {
  return conditions.map(([condition, target]) => ({
    guard: { type: 'holds' as const, params: { condition } },
    target,
  }));
}

/** Events that a region writes into the ledgers, in whatever state it is. Each event has one region. */
export function records<T extends string>(
  types: readonly T[],
): { readonly [K in T]: { readonly actions: 'record' } } {
  return Object.fromEntries(types.map((type) => [type, { actions: 'record' }])) as {
    [K in T]: { actions: 'record' };
  };
}

/** Deadlines that a region takes. */
export function deadlines(names: readonly string[]) {
  return {
    'deadline.reached': {
      guard: { type: 'deadlineIs' as const, params: { names } },
      actions: 'record' as const,
    },
  };
}

/** Operations whose unknown outcome a region takes, by the kinds of their ledger entries. */
export function unknowns(kinds: readonly string[]) {
  return {
    'operation.unknown': {
      guard: { type: 'operationIs' as const, params: { kinds } },
      actions: 'record' as const,
    },
  };
}

/** Where an axis goes from a state, as soon as its ledger says so; and what the state is tagged with. */
export interface LedgerState<A extends keyof LedgerAxes> {
  readonly to: readonly AxisState<A>[];
  readonly tags?: ('in_flight' | 'attention')[];
}

/**
 * The states of an axis. In each, what is due begins first; then the axis moves to where its ledger says. A move that is
 * not listed goes through `settling`, a transient choice that can reach every state: rare turns of events need no edge of
 * their own, and no fact leaves an axis behind its ledger.
 */
export function ledgerStates<A extends keyof LedgerAxes>(
  axis: A,
  operations: readonly DueOperation[],
  table: { readonly [S in AxisState<A>]: LedgerState<A> },
) {
  const names = Object.keys(table) as AxisState<A>[];
  const states = names.map((state) => [
    state,
    {
      entry: { type: 'enter' as const, params: { axis, state } },
      tags: table[state].tags ?? [],
      always: [
        ...begins(operations),
        ...moves(axis, table[state].to),
        { guard: { type: 'ledgerLeft' as const, params: { axis, state } }, target: 'settling' as const },
      ],
    },
  ]);
  return { ...Object.fromEntries(states), settling: { always: moves(axis, names) } } as StatesOf<A>;
}

type StatesOf<A extends keyof LedgerAxes> = {
  [S in AxisState<A>]: {
    entry: { type: 'enter'; params: { axis: A; state: S } };
    tags: ('in_flight' | 'attention')[];
    always: ReturnType<typeof moves<A>>;
  };
} & { settling: { always: ReturnType<typeof moves<A>> } };
