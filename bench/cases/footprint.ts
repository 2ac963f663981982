import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { BenchOptions } from '../options.ts';
import { runJobs } from '../process/run-jobs.ts';
import type { Figure, Section } from '../report/figure.ts';
import type { BenchServer } from '../server/bench-server.ts';

const run = promisify(execFile);
const built = fileURLToPath(new URL('../.build/', import.meta.url));

/** What it costs to have it in a process: import, memory of a worker, memory of an order. */
export async function footprintCase(server: BenchServer, { quick }: BenchOptions): Promise<Section> {
  const times = quick ? 3 : 11;
  const bare = await median(times, '');
  const entry = async (name: string, file: string, ceiling: string): Promise<Figure> => {
    const own = (await median(times, `await import(${JSON.stringify(built + file)});`)) - bare;
    const least = (await median(times, `await import(${JSON.stringify(ceiling)});`)) - bare;
    return {
      name: `import ${name}`,
      value: own,
      unit: 'ms',
      ceiling: { name: `import ${ceiling}`, value: least },
    };
  };
  const figures = [
    await entry('`statecart/machine`', 'machine/index.js', 'xstate'),
    await entry('`statecart`', 'index.js', 'xstate'),
    await entry('`statecart/adapters/postgres`', 'adapters/postgres/index.js', 'pg'),
  ];
  const job = {
    name: 'memory',
    url: server.url,
    schema: 'memory',
    warmUp: 0,
    clients: 32,
    concurrency: 64,
    shared: false,
  };
  const worker = await runJobs([{ ...job, lives: quick ? 200 : 1_000 }]);
  figures.push({
    name: 'memory of a worker process, after that many lives at a time',
    value: worker.each[0]!.rssBytes / 2 ** 20,
    unit: 'MiB',
    ceiling: {
      name: 'a bare Node.js',
      value: Number(await inNode('console.log(process.memoryUsage().rss / 2 ** 20)')),
    },
  });
  for (const lines of [2, 50]) {
    figures.push({
      name: `memory of an order of ${lines} lines, loaded`,
      value: await orderKib(lines),
      unit: 'KiB',
    });
  }
  return {
    name: 'footprint',
    title: 'What it costs to have',
    figures,
    remarks: [
      'Imports are the median of new processes, less what a bare one takes. A share above 100 % is the cost on top.',
    ],
  };
}

async function inNode(code: string, flags: readonly string[] = []): Promise<string> {
  const { stdout } = await run(process.execPath, [...flags, '--input-type=module', '-e', code], {
    cwd: built,
  });
  return stdout.trim();
}

async function median(times: number, code: string): Promise<number> {
  const took: number[] = [];
  for (let n = 0; n < times; n += 1) {
    took.push(
      Number(
        await inNode(`const begun = performance.now(); ${code} console.log(performance.now() - begun);`),
      ),
    );
  }
  return took.toSorted((a, b) => a - b)[times >> 1]!;
}

/** Many orders as a store would give them, each from JSON of its own; what the heap has grown by. */
async function orderKib(lines: number): Promise<number> {
  const code = `
    import { createOrder, defaultTerms, draftSchema } from ${JSON.stringify(`${built}machine/index.js`)};
    const lines = Array.from({ length: ${lines} }, (_, n) => ({ id: String(n), productId: 'p' + n, sku: 'SKU-' + n, name: 'Thing ' + n, quantity: 2, unitPriceMinor: 1000 }));
    const draft = draftSchema.parse({ id: '01890a5d-ac96-774b-bcce-b302099a8057', currency: 'EUR', lines, terms: defaultTerms });
    const meta = { id: 'e', occurredAt: 1, receivedAt: 1, actor: null, correlationId: null, causationId: null, traceparent: null, untried: [] };
    const text = JSON.stringify(createOrder(draft, meta).order);
    gc(); const before = process.memoryUsage().heapUsed;
    const all = Array.from({ length: 2000 }, () => JSON.parse(text));
    gc(); console.log((process.memoryUsage().heapUsed - before) / all.length / 1024);`;
  return Number(await inNode(code, ['--expose-gc']));
}
