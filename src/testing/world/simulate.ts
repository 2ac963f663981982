import { OrderError } from '../../errors/index.ts';
import { commandText } from './command.ts';
import type { Tally } from './log.ts';
import type { Mark } from './marks.ts';
import { type Extent, type Plan, planOf } from './plan.ts';
import { type Run, runPlan } from './run.ts';
import { shrink } from './shrink.ts';
import type { Parts } from './world.ts';

/** Which world is simulated, and with what in it. */
export interface SimulateOptions extends Parts {
  /** Decides everything: who orders what, who asks for what, what goes wrong and how often. A whole number from 0 to 2^32 − 1. */
  readonly seed: number;
  /** How many orders are placed; 1 to 1 000. @defaultValue 5 */
  readonly orders?: number;
  /** How many requests are made and things happen outside; 0 to 10 000. @defaultValue 30 */
  readonly operations?: number;
  /** The most that goes wrong; the seed decides how much of it does. 0 to 10 000. @defaultValue 40 */
  readonly faults?: number;
  /** Only these commands of the plan, by their places: what a shrunken failure names. @defaultValue all */
  readonly only?: readonly number[];
  /** How many runs are spent on leaving out what a failure does not need; 0: none. @defaultValue 150 */
  readonly shrinkRuns?: number;
}

/** What came of a simulated world. */
export interface Simulation {
  readonly seed: number;
  /** What did not hold, in sentences; empty: everything did. */
  readonly broken: readonly string[];
  /** What happened by plan, each with its place; of a failure, what is left of it after shrinking. */
  readonly commands: readonly string[];
  /** The places of those commands: `only` of a run that fails alike. */
  readonly kept: readonly number[];
  /** Everything that happened, line by line, each after the milliseconds since the beginning. */
  readonly trace: readonly string[];
  /** SHA-256 of the trace. */
  readonly hash: string;
  /** What the world has seen: see `missingMarks`. */
  readonly marks: ReadonlySet<Mark>;
  readonly tally: Tally;
  /** How much time has passed in the world, in milliseconds. */
  readonly worldMs: number;
}

/**
 * Runs a simulated world: the real statechart and the real runtime, several workers on one store, with customers, payment
 * provider, warehouses and carrier, on a virtual clock. Calls are slow, fail, lose their answers or arrive twice; facts come
 * late, twice and out of order; workers die at any awaited point and come back; clocks are wrong. Then all heals, everything
 * must come to rest, and what every order says must be what the books of the outside say.
 *
 * The seed decides everything, and each world is run twice: two runs that differ are a failure. No real timer, no chance and
 * no clock of this machine is used, so days take milliseconds. A failure is shrunk before it is returned; `failureText`
 * tells it.
 *
 * @throws OrderError `OPTIONS_INVALID` for a number out of its limits. What the world breaks is returned, not thrown.
 * @example
 * import { failureText, simulate } from 'statecart/testing';
 * for (let seed = 1; seed <= 100; seed += 1) {
 *   const world = await simulate({ seed });
 *   if (world.broken.length > 0) throw new Error(failureText(world));
 * }
 */
export async function simulate(options: SimulateOptions): Promise<Simulation> {
  const { seed, only, shrinkRuns = 150 } = options;
  const whole = planOf(seed, extentOf(options));
  const first = placesOf(whole, only);
  const run = await runTwice(planWith(whole, first), options);
  if (run.broken.length === 0 || shrinkRuns < 1) return told(whole, first, run);
  const kind = kindOf(run);
  const candidates = planWith(whole, first).commands;
  const { kept } = await shrink(
    candidates,
    async (places) =>
      kindOf(
        await runTwice({ ...whole, commands: places.flatMap((at) => candidates[at] ?? []) }, options),
      ) === kind,
    shrinkRuns,
  );
  const left = kept.flatMap((place) => first[place] ?? []);
  return told(whole, left, await runTwice(planWith(whole, left), options));
}

function extentOf({ seed, orders = 5, operations = 30, faults = 40 }: SimulateOptions): Extent {
  const within = (name: string, value: number, least: number, most: number) =>
    Number.isInteger(value) && value >= least && value <= most
      ? []
      : [`${name} is ${value}, expected a whole number from ${least} to ${most}`];
  const problems = [
    ...within('seed', seed, 0, 2 ** 32 - 1),
    ...within('orders', orders, 1, 1_000),
    ...within('operations', operations, 0, 10_000),
    ...within('faults', faults, 0, 10_000),
  ];
  if (problems.length === 0) return { orders, operations, faults };
  throw new OrderError('OPTIONS_INVALID', `the options of simulate are not valid: ${problems.join('; ')}.`, {
    retry: 'afterFix',
  });
}

function placesOf({ commands }: Plan, only: readonly number[] | undefined): readonly number[] {
  const all = commands.map((_, place) => place);
  return only === undefined ? all : all.filter((place) => only.includes(place));
}

function planWith(plan: Plan, places: readonly number[]): Plan {
  return { ...plan, commands: places.flatMap((place) => plan.commands[place] ?? []) };
}

/** Runs a plan, and once more if nothing is wrong: the same must happen. */
async function runTwice(plan: Plan, parts: Parts): Promise<Run> {
  const run = await runPlan(plan, parts);
  if (run.broken.length > 0) return run;
  const again = await runPlan(plan, parts, false);
  if (again.hash === run.hash) return run;
  const at = run.trace.findIndex((line, index) => line !== again.trace[index]);
  const difference = `the same seed went two ways: "${run.trace[at] ?? 'the end'}" and "${again.trace[at] ?? 'the end'}"`;
  return { ...run, broken: [difference] };
}

/** What kind of failure it is: its first sentence without ids and numbers. */
function kindOf({ broken }: Run): string {
  return (broken[0] ?? '')
    .replaceAll(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, 'id')
    .replaceAll(/\d+/g, 'n');
}

function told({ seed, commands }: Plan, kept: readonly number[], run: Run): Simulation {
  const texts = kept.flatMap((place) => {
    const command = commands[place];
    return command === undefined ? [] : [`#${place} ${commandText(command)}`];
  });
  return { seed, commands: texts, kept, ...run };
}
