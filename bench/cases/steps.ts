import { orderMachine, snapshotOf, step } from 'statecart/machine';
import { transition } from 'xstate';
import type { BenchOptions } from '../options.ts';
import type { Figure, Section } from '../report/figure.ts';
import { reduceByHand } from '../steps/by-hand.ts';
import { type Met, wholeLife } from '../steps/life.ts';

/** Runs whole lives through the statechart, and nothing else. */
export function stepsCase({ quick }: BenchOptions): Section {
  const forMs = quick ? 200 : 1_500;
  const life = wholeLife(2);
  const ours = ({ order, event }: Met): unknown => step(order, event);
  const xstates = ({ order, event }: Met): unknown =>
    transition(orderMachine, snapshotOf(order), event as never);
  const byHand = ({ order, event }: Met): unknown => reduceByHand(order, event);
  // In turns, so that a busy moment of the machine meets all of them.
  const [step2, xstate2, hand2] = inTurns([ours, xstates, byHand], life, forMs);
  const figures: Figure[] = [
    {
      name: "`step` beside XState's `transition`",
      value: step2!,
      unit: 'steps/s',
      ceiling: { name: '`transition`', value: xstate2! },
    },
    {
      name: '`step` beside a reducer by hand',
      value: step2!,
      unit: 'steps/s',
      ceiling: { name: 'by hand', value: hand2! },
    },
  ];
  for (const met of life) {
    const [own, hand] = inTurns([ours, byHand], [met], forMs / 6);
    figures.push({
      name: `\`${met.event.type}\``,
      value: own!,
      unit: 'steps/s',
      ceiling: { name: 'by hand', value: hand! },
    });
  }
  const sizes = [5, 50, 500].map((lines) => ({ lines, rate: inTurns([ours], wholeLife(lines), forMs)[0]! }));
  for (const { lines, rate } of sizes)
    figures.push({ name: `\`step\`, ${lines} lines`, value: 1e6 / rate, unit: 'µs/step' });
  const [small, , large] = sizes;
  figures.push({
    name: 'each further line',
    value: (1e6 / large!.rate - 1e6 / small!.rate) / (large!.lines - small!.lines),
    unit: 'µs/step',
  });
  return {
    name: 'steps',
    title: 'Steps of the statechart',
    figures,
    remarks: [
      `A life of ${life.length} events from submission to delivery, an order of two lines, no store. \`transition\` makes no order out of what it finds: no deadlines, commands' data, history, journal, nor the check that axes and ledgers agree. The reducer by hand knows the undisturbed way and nothing else.`,
    ],
  };
}

/** Steps a second of each, measured in short turns. */
function inTurns(takes: readonly ((met: Met) => unknown)[], life: readonly Met[], forMs: number): number[] {
  const counts = takes.map(() => 0);
  const times = takes.map(() => 0);
  for (const take of takes) for (let n = 0; n < 50; n += 1) for (const met of life) take(met);
  for (let turn = 0; turn < 10; turn += 1) {
    for (const [n, take] of takes.entries()) {
      const begun = performance.now();
      while (performance.now() - begun < forMs / 10) {
        for (const met of life) take(met);
        counts[n]! += life.length;
      }
      times[n]! += performance.now() - begun;
    }
  }
  return counts.map((count, n) => (count / times[n]!) * 1_000);
}
