import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { footprintCase } from './cases/footprint.ts';
import { largeCase } from './cases/large.ts';
import { latencyCase } from './cases/latency.ts';
import { lifecyclesCase } from './cases/lifecycles.ts';
import { stepsCase } from './cases/steps.ts';
import { type BenchOptions, type CaseName, readOptions } from './options.ts';
import type { Section } from './report/figure.ts';
import { load, machineData } from './report/machine-data.ts';
import { markdown } from './report/markdown.ts';
import { text } from './report/text.ts';
import { type BenchServer, openServer } from './server/bench-server.ts';

const cases: Record<CaseName, (server: BenchServer, options: BenchOptions) => Section | Promise<Section>> = {
  steps: (_, options) => stepsCase(options),
  lifecycles: lifecyclesCase,
  latency: latencyCase,
  large: largeCase,
  footprint: footprintCase,
};

async function main(options: BenchOptions): Promise<void> {
  const { only, write, json } = options;
  const loadBefore = load();
  const server = await openServer();
  try {
    const sections: Section[] = [];
    for (const name of only) {
      const section = await cases[name](server, options);
      console.log(text(section));
      sections.push(section);
    }
    const machine = machineData(server.what, loadBefore);
    await mkdir(dirname(json), { recursive: true });
    await writeFile(json, `${JSON.stringify({ machine, sections }, null, 2)}\n`);
    if (write) await writeFile('docs/reference/performance.md', markdown(sections, machine));
  } finally {
    await server.stop();
  }
}

try {
  await main(readOptions(process.argv.slice(2)));
} catch (error) {
  console.error(error instanceof Error ? (error.stack ?? error.message) : error);
  process.exitCode = 1;
}
