import type { ChartEdge, Pair } from 'statecart/testing';

/** Why something is not reached. */
interface Reason<T> {
  readonly applies: (of: T) => boolean;
  /** One sentence, without the full stop. */
  readonly reason: string;
}

/** Why no path has an event in a state. The first that applies. */
const pairReasons: readonly Reason<Pair>[] = [];

/** Why no path takes a transition. The first that applies. */
const edgeReasons: readonly Reason<ChartEdge>[] = [
  {
    applies: ({ axis, from, to }) =>
      axis === 'stock' &&
      ['confirming', 'partially_confirmed'].includes(from) &&
      ['backordered', 'out_of_stock'].includes(to),
    reason:
      'units are reported missing in the moment in which others of the order are booked out: the paths of the state graph book out last',
  },
  {
    applies: ({ to }) => to === 'settling',
    reason:
      '`settling` stands behind every state of a ledger, for moves that have no edge of their own; from here every move that was seen has one',
  },
  {
    applies: ({ from }) => from === 'settling',
    reason:
      '`settling` can reach every state of its axis, so that no fact leaves an axis behind its ledger; no rare turn of events was seen that leads here',
  },
];

/** Why no path has an event in a state; `undefined`: nobody knows, which fails the tests. */
export function pairReason(pair: Pair): string | undefined {
  return pairReasons.find(({ applies }) => applies(pair))?.reason;
}

/** Why no path takes a transition; `undefined`: nobody knows, which fails the tests. */
export function edgeReason(edge: ChartEdge): string | undefined {
  return edgeReasons.find(({ applies }) => applies(edge))?.reason;
}
