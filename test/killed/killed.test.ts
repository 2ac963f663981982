import { createSeededRandom } from 'statecart/adapters/memory';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { embeddedDatabase, type TestDatabase } from '../support/test-database.ts';
import { type Death, isBetweenClaimAndCommit, textOf } from './deaths.ts';
import { dieAt, dieAtRandom, standStillAt } from './dying.ts';
import { type Failpoint, failpoints, nameOf } from './failpoints.ts';
import { seed } from './seed.ts';
import { Theatre } from './theatre.ts';

const randomDeaths = 6;
const seen: Death[] = [];

let database: TestDatabase;
beforeAll(async () => {
  database = await embeddedDatabase();
}, 120_000);
afterAll(() => database?.close());

/** Whether the n-th death fell where it was to fall, by the trace of who died. */
function diedAt({ arms, hold }: Failpoint, n: number, { last, committing }: Death): boolean {
  return hold === undefined ? last.split(' ')[0] === arms[n]?.at : committing.length > 0;
}

describe('a worker that is killed, and the one that comes after it', () => {
  let theatre: Theatre;
  beforeAll(async () => {
    const rounds = failpoints.length + 1;
    const lives = ['kept', 'called-off', 'sent-back'];
    theatre = await Theatre.open(await database.beside('named'), {
      name: 'named',
      rounds,
      lives,
      workers: 1,
    });
  }, 120_000);
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
    const lives = ['kept', 'called-off', 'sent-back', 'ordered-twice'];
    theatre = await Theatre.open(await database.beside('random'), {
      name: 'random',
      rounds: 60,
      lives,
      workers: 2,
    });
  }, 120_000);
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

  it(`do everything once, killed at ${randomDeaths} random moments (seed ${seed})`, async () => {
    const { deaths, wrong } = await dieAtRandom(theatre, createSeededRandom(seed), lines, randomDeaths);
    console.log(`killed at random moments, seed ${seed}:\n${textOf(deaths)}`);
    seen.push(...deaths);
    expect(wrong).toEqual([]);
    expect(deaths.length).toBeGreaterThanOrEqual(randomDeaths);
  }, 300_000);

  it('were killed between claim and commit, as their traces prove', () => {
    expect(seen.filter(isBetweenClaimAndCommit).length).toBeGreaterThan(0);
    expect(seen.filter(({ calling }) => calling.length > 0).length).toBeGreaterThan(0);
    expect(seen.filter(({ committing }) => committing.length > 0).length).toBeGreaterThan(0);
  });
});
