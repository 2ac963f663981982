import type { JournalEntry, StatusRecord } from '../machine/index.ts';

/** One leg of an order's path. */
export interface Leg {
  /** 1, 2, 3… along the path. */
  readonly turn: number;
  readonly from: string;
  readonly to: string;
  /** The event that brought it about. */
  readonly event: string;
}

/** The path of an order on one axis: of the status by its history, of another axis by the changes in the journal. */
export function legsOf(
  axis: string,
  history: readonly StatusRecord[],
  journal: readonly JournalEntry[],
): readonly Leg[] {
  const moves =
    axis === 'status' ? history.flatMap(statusMove) : journal.flatMap((entry) => axisMove(axis, entry));
  return moves.map((move, index) => ({ ...move, turn: index + 1 }));
}

/** The creation is a line of the history that comes from nowhere. */
function statusMove({ from, to, event }: StatusRecord): readonly Omit<Leg, 'turn'>[] {
  return from === null ? [] : [{ from, to, event }];
}

/** A change stands in the journal as `payment: authorizing>authorized`. */
function axisMove(axis: string, { type, changes }: JournalEntry): readonly Omit<Leg, 'turn'>[] {
  return changes.flatMap((change) => {
    if (!change.startsWith(`${axis}: `)) return [];
    const [from, to] = change.slice(axis.length + 2).split('>');
    return from === undefined || to === undefined ? [] : [{ from, to, event: type }];
  });
}
