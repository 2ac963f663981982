import { parseArgs } from 'node:util';

/** What the demo was asked to do. */
export interface DemoOptions {
  /** A file of the user's own; `null`: the one that the folder began with, or the demo's forty orders. */
  readonly file: string | null;
  readonly folder: string;
  /** Only this order's timeline is printed. */
  readonly only: string | null;
  readonly quiet: boolean;
  readonly kill: boolean;
  /** Decides when `--kill` kills. */
  readonly seed: number;
  readonly help: boolean;
}

/** A command line that makes no sense. */
export class WrongUsage extends Error {
  constructor(message: string) {
    super(`${message} See npm run demo -- --help.`);
    this.name = 'WrongUsage';
  }
}

export const help = `Runs a shop's orders on an embedded Postgres, with provider, warehouse, pickers and carrier in a process of their own.

  npm run demo                       forty orders: every timeline, then all orders beside the books of the outside
  npm run demo -- --only KEY         one order's timeline (keys stand in the file)
  npm run demo -- --quiet            only the tables
  npm run demo -- --file FILE        a file of your own; its mistakes are named, each by its path
  npm run demo -- --kill             kills the worker's process in the middle; the next run finishes every order
  npm run demo -- --kill --seed N    …at the same moment again
  npm run demo -- --dir FOLDER       where everything is kept (STATECART_DEMO_DIR; .statecart-demo)

Run it again and it goes on with what is there. Delete the folder to begin anew.
Exit code: 0 if all is well, 1 if something is wrong or the books disagree.`;

/** Reads the command line. @throws WrongUsage. */
export function readOptions(args: readonly string[], environment: NodeJS.ProcessEnv): DemoOptions {
  const { values } = parse(args);
  const seed = values.seed === undefined ? Math.floor(Math.random() * 1_000_000) : Number(values.seed);
  if (!Number.isSafeInteger(seed) || seed < 0)
    throw new WrongUsage(`--seed is "${values.seed}", but must be a whole number.`);
  return {
    file: values.file ?? null,
    folder: values.dir ?? environment.STATECART_DEMO_DIR ?? '.statecart-demo',
    only: values.only ?? null,
    quiet: values.quiet ?? false,
    kill: values.kill ?? false,
    seed,
    help: values.help ?? false,
  };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        file: { type: 'string' },
        dir: { type: 'string' },
        only: { type: 'string' },
        quiet: { type: 'boolean' },
        kill: { type: 'boolean' },
        seed: { type: 'string' },
        help: { type: 'boolean', short: 'h' },
      },
    });
  } catch (error) {
    throw new WrongUsage((error as Error).message.replace(/\.?$/, '.'));
  }
}
