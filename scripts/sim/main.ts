import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { failureText, type SimulateOptions, simulate } from 'statecart/testing';
import { keepSeed } from './seeds.ts';
import { addWorld, newSummary, renderPage, type Summary, summaryText } from './summary.ts';

/**
 * Simulated worlds: one seed again (`--seed N`, with `--only` what a failure names), or as many as there is time for
 * (`--minutes N`, from a seed of chance or from `--from`). `--write` keeps the figures on a page.
 */
const page = fileURLToPath(new URL('../../docs/reference/simulation.md', import.meta.url));
const { values } = parseArgs({
  options: {
    seed: { type: 'string' },
    only: { type: 'string' },
    minutes: { type: 'string', default: '1' },
    from: { type: 'string' },
    orders: { type: 'string', default: '5' },
    operations: { type: 'string', default: '30' },
    faults: { type: 'string', default: '40' },
    trace: { type: 'boolean', default: false },
    write: { type: 'boolean', default: false },
  },
});
const extent = {
  orders: Number(values.orders),
  operations: Number(values.operations),
  faults: Number(values.faults),
};
const command = `npm run sim -- --orders ${extent.orders} --operations ${extent.operations} --faults ${extent.faults}`;

if (values.seed === undefined) await many();
else await one(Number(values.seed));

async function one(seed: number): Promise<void> {
  const only = values.only?.split(',').map(Number);
  const options: SimulateOptions = {
    seed,
    ...extent,
    ...(only === undefined ? {} : { only, shrinkRuns: 0 }),
  };
  const world = await simulate(options);
  if (values.trace) console.log(world.trace.join('\n'));
  if (world.broken.length === 0) return console.log(`seed ${seed} breaks nothing; trace ${world.hash}`);
  console.error(failureText(world, command));
  process.exitCode = 1;
}

async function many(): Promise<void> {
  const began = performance.now();
  const until = began + Number(values.minutes) * 60_000;
  const summary: Summary = newSummary();
  let seed = values.from === undefined ? Date.now() % 1_000_000_000 : Number(values.from);
  console.log(`from seed ${seed}`);
  for (; performance.now() < until; seed += 1) {
    const world = await simulate({ seed, ...extent });
    addWorld(summary, world);
    if (world.broken.length === 0) continue;
    console.error(failureText(world, command));
    keepSeed({ seed, ...extent, found: world.broken[0] ?? '' });
  }
  const minutes = (performance.now() - began) / 60_000;
  console.log(summaryText(summary, minutes));
  if (values.write) writeFileSync(page, renderPage(summary, minutes));
  if (summary.failed.length > 0 || summary.missing().length > 0) process.exitCode = 1;
}
