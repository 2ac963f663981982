import { createHash } from 'node:crypto';
import type { Orders } from '../../runtime/index.ts';
import { auditAtRest } from './audit/audit.ts';
import type { Tally } from './log.ts';
import type { Mark } from './marks.ts';
import { type Plan, windowMs } from './plan.ts';
import { openWorld, type Parts, type World } from './world.ts';

/** What came of one run of a plan. */
export interface Run {
  /** What did not hold, in sentences; empty: everything did. */
  readonly broken: readonly string[];
  /** Every line of what happened. */
  readonly trace: readonly string[];
  /** SHA-256 of the trace: two runs of a plan have the same. */
  readonly hash: string;
  readonly marks: ReadonlySet<Mark>;
  readonly tally: Tally;
  /** How much time passed in the world, in milliseconds. */
  readonly worldMs: number;
}

/** How long things may take to come to rest once nothing goes wrong any more: longer than any deadline of the terms. */
const restWithinMs = 60 * 86_400_000;
/** More rounds than any world has needed. */
const mostRounds = 600;
/** How often something that died is tried again when all is well. */
const mostRedrives = 3;
const sliceMs = 5_000;

/** Runs a plan once: things happen and go wrong; then all heals, and must come to rest; then the books are compared. */
export async function runPlan(plan: Plan, parts: Parts, checks = true): Promise<Run> {
  const world = openWorld(plan, parts, checks);
  const { clock, log } = world;
  const began = clock.now();
  for (const command of plan.commands) clock.after(command.at, () => world.obey(command));
  world.crew.start();
  for (let at = 0; at < windowMs && log.broken.length === 0; at += sliceMs) await clock.advance(sliceMs);
  if (log.broken.length === 0) await heal(world);
  if (log.broken.length === 0) await comeToRest(world);
  if (checks && log.broken.length === 0)
    for (const what of await auditAtRest(world.outside, world.witness, world.store, clock.now()))
      log.breaks(what);
  const hash = createHash('sha256').update(log.lines.join('\n')).digest('hex');
  const { broken, lines: trace, marks, tally } = log;
  return { broken, trace, hash, marks, tally, worldMs: clock.now() - began };
}

/** All heals, everybody comes back, and those who work come to their end. */
async function heal({ clock, log, faults, crew }: World): Promise<void> {
  log.tell('all heals');
  faults.heal();
  crew.heal();
  for (let slices = 0; slices < 12 && log.broken.length === 0; slices += 1) await clock.advance(sliceMs);
  await during(clock, crew.stop());
}

/** From one thing that is due to the next, until nothing is. */
async function comeToRest(world: World): Promise<void> {
  const { clock, log, store, crew } = world;
  const finisher = crew.finisher();
  const redriven = new Map<string, number>();
  const until = clock.now() + restWithinMs;
  for (let rounds = 0; rounds < mostRounds; rounds += 1) {
    if (log.broken.length > 0) return;
    await during(clock, finisher.drain());
    await during(clock, redrive(world, finisher, redriven));
    const moments = [await store.nextDue(clock.now()), clock.nextAt()].filter((at) => at !== null);
    if (moments.length === 0) return;
    const next = Math.min(...moments);
    // What is still due then comes again and again, such as an authorization that is renewed each week.
    if (next > until) return;
    await clock.advance(Math.max(0, next - clock.now()));
  }
  log.breaks(`it does not come to rest within ${mostRounds} rounds`);
}

/** What an operator does once all is well: what died is tried again. */
async function redrive(
  { log, store }: World,
  finisher: Orders,
  redriven: Map<string, number>,
): Promise<void> {
  for (const { id } of await store.deadLetters({ limit: 1_000 })) {
    const times = redriven.get(id) ?? 0;
    if (times >= mostRedrives) continue;
    redriven.set(id, times + 1);
    log.mark('a dead letter was tried again');
    log.tell(`redrive ${id}`);
    await finisher.deadLetters.redrive(id);
  }
}

/** Lets time pass until a promise is settled. */
async function during(clock: World['clock'], work: Promise<unknown>): Promise<void> {
  let over = false;
  const ended = work.finally(() => {
    over = true;
  });
  ended.catch(() => {});
  while (!over) await clock.advance(over ? 0 : 100);
  await ended;
}
