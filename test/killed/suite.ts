import { createSeededRandom } from 'statecart/adapters/memory';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { embeddedDatabase, type TestDatabase } from '../support/test-database.ts';
import { type Death, isBetweenClaimAndCommit, textOf } from './deaths.ts';
import { dieAt, dieAtRandom, standStillAt } from './dying.ts';
import { type Failpoint, nameOf } from './failpoints.ts';
import { seed } from './seed.ts';
import { Theatre } from './theatre.ts';

/** How much is done. */
export interface Extent {
  readonly failpoints: readonly Failpoint[];
  /** The lives that orders lead while a worker dies at a failpoint, by name. */
  readonly lives: readonly string[];
  /** Those that two workers lead side by side. */
  readonly sideBySide: readonly string[];
  readonly randomDeaths: number;
}

const minutes = 60_000;

/** Whether the n-th death fell where it was to fall, by the trace of who died. */
function diedAt({ arms, hold }: Failpoint, n: number, { last, committing }: Death): boolean {
  return hold === undefined ? last.split(' ')[0] === arms[n]?.at : committing.length > 0;
}

/** Kills workers at every failpoint and at random moments. Every order is judged by the books of the outside. */
export function killedSuite({ failpoints, lives, sideBySide, randomDeaths }: Extent): void {
  const seen: Death[] = [];
  let database: TestDatabase;
  beforeAll(async () => {
    database = await embeddedDatabase();
  }, 2 * minutes);
  afterAll(() => database?.close());

  describe('a worker that is killed, and the one that comes after it', () => {
    let theatre: Theatre;
    beforeAll(async () => {
      const rounds = failpoints.length + 1;
      theatre = await Theatre.open(await database.beside('named'), {
        name: 'named',
        rounds,
        lives,
        workers: 1,
      });
    }, 2 * minutes);
    afterAll(() => theatre?.close());

    it('have a model: orders led to their end by one that nobody kills', async () => {
      expect(await theatre.round()).toEqual([]);
    });

    it.each(failpoints.map((failpoint) => [nameOf(failpoint), failpoint.means, failpoint] as const))(
      'do everything once, killed at %s: %s',
      async (_name, _means, failpoint) => {
        const { deaths, wrong } = await dieAt(theatre, failpoint);
        seen.push(...deaths);
        expect(wrong).toEqual([]);
        expect(deaths.filter((death, n) => diedAt(failpoint, n, death))).toEqual(deaths);
        expect(deaths).toHaveLength(Math.max(1, failpoint.arms.length));
      },
    );
  });

  describe('two workers side by side', () => {
    let theatre: Theatre;
    /** How many lines the trace of one worker has after a round. */
    let lines = 0;
    beforeAll(async () => {
      // Some who are to die are not that far when their round is over.
      const rounds = 10 + 2 * randomDeaths;
      theatre = await Theatre.open(await database.beside('random'), {
        name: 'random',
        rounds,
        lives: sideBySide,
        workers: 2,
      });
    }, 2 * minutes);
    afterAll(() => theatre?.close());

    it('do everything once, though both claim at the same moments', async () => {
      expect(await theatre.round()).toEqual([]);
      const traces = theatre.crew.members.map((member) => member.trace());
      // Both had orders of their own, and neither had all of them.
      for (const trace of traces) expect(trace.some(({ at }) => at === 'commit.after')).toBe(true);
      lines = Math.min(...traces.map(({ length }) => length));
    });

    it('do everything once, though one stands still beyond its lease with a call answered, and then goes on', async () => {
      const { wrong } = await standStillAt(theatre, 'call.after');
      expect(wrong).toEqual([]);
    });

    it(
      `do everything once, killed at ${randomDeaths} random moments (seed ${seed})`,
      async () => {
        const { deaths, wrong } = await dieAtRandom(theatre, createSeededRandom(seed), lines, randomDeaths);
        console.log(`killed at random moments, seed ${seed}:\n${textOf(deaths)}`);
        seen.push(...deaths);
        expect(wrong).toEqual([]);
        expect(deaths.length).toBeGreaterThanOrEqual(randomDeaths);
      },
      randomDeaths * minutes,
    );

    it('were killed between claim and commit, as their traces prove', () => {
      expect(seen.filter(isBetweenClaimAndCommit).length).toBeGreaterThan(0);
      expect(seen.filter(({ calling }) => calling.length > 0).length).toBeGreaterThan(0);
      expect(seen.filter(({ committing }) => committing.length > 0).length).toBeGreaterThan(0);
    });
  });
}
