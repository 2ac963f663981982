import type { OrderStore } from 'statecart';
import { archetypes, type Path } from 'statecart/testing';
import { expect, it } from 'vitest';
import { openReplayShop, replay } from './replay.ts';

/** A path, and its place among all: orders of several paths share a store. */
export interface Placed {
  readonly path: Path;
  readonly index: number;
}

/** Paths with their places. */
export function placed(paths: readonly Path[]): readonly Placed[] {
  return paths.map((path, index) => ({ path, index }));
}

/**
 * One test for each kind of order, in which a runtime over the store takes its paths. `atOnce` of them go on side by side,
 * each in a shop of its own: a server has more to do than to wait for one.
 */
export function replayTests(store: () => OrderStore, paths: readonly Placed[], atOnce: number): void {
  const kinds = archetypes.map(({ name }) => name).filter((name) => paths.some(isOf(name)));
  it.each(kinds)('an order “%s”', async (name) => {
    const left = paths.filter(isOf(name));
    let events = 0;
    const takeTurns = async (): Promise<void> => {
      const shop = openReplayShop(store());
      for (let next = left.shift(); next !== undefined; next = left.shift())
        events += await replay(shop, next.path, next.index);
    };
    await Promise.all(Array.from({ length: atOnce }, takeTurns));
    expect(events).toBeGreaterThan(0);
  });
}

const isOf =
  (name: string) =>
  ({ path }: Placed): boolean =>
    path.archetype === name;

/**
 * Some of the paths, in which each event comes that comes in any of them, and each kind of order. The shortest that still
 * bring something new are taken first.
 */
export function covering(paths: readonly Placed[]): readonly Placed[] {
  const missing = new Set(paths.flatMap(({ path }) => wordsOf(path)));
  const chosen: Placed[] = [];
  while (missing.size > 0) {
    const best = paths.reduce((one, other) => (worth(other, missing) > worth(one, missing) ? other : one));
    chosen.push(best);
    for (const word of wordsOf(best.path)) missing.delete(word);
  }
  return chosen;
}

function wordsOf({ archetype, events }: Path): readonly string[] {
  return [`an order “${archetype}”`, ...events];
}

/** What a path brings that is missing, for each of its events. */
function worth({ path }: Placed, missing: ReadonlySet<string>): number {
  return new Set(wordsOf(path).filter((word) => missing.has(word))).size / path.events.length;
}
