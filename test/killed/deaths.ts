import type { TraceLine } from '../support/shop-process/failpoints.ts';

/** Where a process was when it died, as its own trace tells. */
export interface Death {
  /** The last place that it passed. */
  readonly last: string;
  /** Orders that it had claimed and not begun to commit. */
  readonly claimed: readonly string[];
  /** Orders whose commit had begun and was not answered. */
  readonly committing: readonly string[];
  /** Calls of ports that were made and not answered. */
  readonly calling: readonly string[];
}

/** Reads a trace from its first line to its last. */
export function deathIn(trace: readonly TraceLine[]): Death {
  const claimed = new Set<string>();
  const committing = new Set<string>();
  const calling = new Map<string, number>();
  const count = (call: string, by: number) => calling.set(call, (calling.get(call) ?? 0) + by);
  for (const { at, detail, orders } of trace) {
    for (const order of orders) {
      if (at === 'claim.after') claimed.add(order);
      if (at === 'commit.before') committing.add(order);
      if (at === 'commit.before') claimed.delete(order);
      if (at === 'commit.after') committing.delete(order);
    }
    const call = `${detail} ${orders.join()}`;
    if (at === 'call.before' || at === 'find.before') count(call, 1);
    if (/^(?:call|find)\.(?:after|failed)$/.test(at)) count(call, -1);
  }
  const last = trace.at(-1);
  return {
    last: last === undefined ? 'nothing' : `${last.at} ${last.detail}`.trim(),
    claimed: [...claimed],
    committing: [...committing],
    calling: [...calling].filter(([, open]) => open > 0).map(([call]) => call),
  };
}

/** Whether it died between a claim and the end of its commit. */
export function isBetweenClaimAndCommit({ claimed, committing }: Death): boolean {
  return claimed.length + committing.length > 0;
}

/** One line for each death, for people. */
export function textOf(deaths: readonly Death[]): string {
  return deaths
    .map(
      ({ last, claimed, committing, calling }) =>
        `  after ${last}: ${claimed.length} claimed, ${committing.length} committing, ${calling.length} calling`,
    )
    .join('\n');
}
