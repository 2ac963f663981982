import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Random } from 'statecart';
import type { Arm } from '../support/shop-process/failpoints.ts';
import { type Death, deathIn } from './deaths.ts';
import type { Failpoint } from './failpoints.ts';
import { type Hold, holdAt } from './holds.ts';
import type { Theatre } from './theatre.ts';

/** What rounds came to. */
export interface Outcome {
  /** Who died, and where, in order. */
  readonly deaths: readonly Death[];
  /** What is wrong at the end: nothing, if all is well. */
  readonly wrong: readonly string[];
}

/** Leads a round in which workers die at a failpoint: the first process, then whoever took its place. */
export async function dieAt(theatre: Theatre, failpoint: Failpoint): Promise<Outcome> {
  return failpoint.hold === undefined
    ? dieAtPlaces(theatre, failpoint.arms)
    : dieWithin(theatre, failpoint.hold);
}

async function dieAtPlaces(theatre: Theatre, arms: readonly Arm[]): Promise<Outcome> {
  const deaths: Death[] = [];
  const left = [...arms];
  const arm = async (): Promise<void> => {
    await theatre.crew.members.at(-1)?.arm(left.shift() ?? null);
  };
  await arm();
  const wrong = await theatre.round(async (dead) => {
    deaths.push(deathIn(dead.trace()));
    await arm();
  });
  return { deaths, wrong };
}

/** The worker is killed while the server is in the middle of its statement. */
async function dieWithin(theatre: Theatre, hold: Hold): Promise<Outcome> {
  const deaths: Death[] = [];
  const held = await holdAt(theatre.database, hold);
  const killing = held.reached().then(async (isReached) => {
    if (isReached) await theatre.crew.members[0]?.kill();
    await held.release();
  });
  try {
    const wrong = await theatre.round(async (dead) => void deaths.push(deathIn(dead.trace())));
    return { deaths, wrong };
  } finally {
    await held.release();
    await killing;
  }
}

/** The longest time between a line of a trace and the death that follows, in milliseconds. */
const longestDelayMs = 12;

/**
 * Leads rounds until `count` processes were killed at random moments: `random` decides who, after how many of the `lines`
 * that the trace of a round has, and how long after. Who is not that far when the round is over dies in a later one.
 */
export async function dieAtRandom(
  theatre: Theatre,
  random: Random,
  lines: number,
  count: number,
): Promise<Outcome> {
  const deaths: Death[] = [];
  const wrong: string[] = [];
  while (deaths.length < count && wrong.length === 0) {
    const { members } = theatre.crew;
    const victim = members[Math.floor(random.next() * members.length)];
    const moment = { lines: Math.floor(random.next() * lines), delayMs: random.next() * longestDelayMs };
    await victim?.armMoment(moment);
    wrong.push(...(await theatre.round(async (dead) => void deaths.push(deathIn(dead.trace())))));
  }
  return { deaths, wrong };
}

/** How many rounds a process is given to come to the place where it stands still: the others may take all that leads there. */
const roundsToFallAsleep = 5;

/** Leads rounds until one process stands still at a place; it goes on when the others have brought all to an end. */
export async function standStillAt(theatre: Theatre, at: string): Promise<Outcome> {
  const thaw = join(theatre.folder, `thaw-${at}`);
  const sleeper = theatre.crew.members.at(-1);
  await sleeper?.arm({ at, thaw });
  const wrong: string[] = [];
  for (let rounds = 0; rounds < roundsToFallAsleep && wrong.length === 0 && !sleeper?.isFrozen; rounds++) {
    wrong.push(...(await theatre.round()));
  }
  const asleep = sleeper?.isFrozen === true ? [] : [`nobody stood still at ${at}`];
  await writeFile(thaw, '');
  await sleeper?.idle();
  return { deaths: [], wrong: [...wrong, ...asleep, ...(await theatre.judgeAgain())] };
}
