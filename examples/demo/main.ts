import { isOrderError } from 'statecart';
import { type Choice, chooseFile } from './file/choose-file.ts';
import { BrokenFile } from './file/read-file.ts';
import { type DemoFolder, demoFolder, readKept } from './folder.ts';
import { runAndKill } from './kill.ts';
import { type DemoOptions, help, readOptions, WrongUsage } from './options.ts';
import { type OutsideProcess, startOutside } from './outside/process.ts';
import { createProgress } from './report/progress.ts';
import { isSound } from './report/report.ts';
import { reportText } from './report/report-text.ts';
import { standingText } from './report/standing-text.ts';
import { runShop } from './run.ts';

process.exitCode = await main().catch(exitCodeOf);

async function main(): Promise<number> {
  const options = readOptions(process.argv.slice(2), process.env);
  if (options.help) {
    console.log(help);
    return 0;
  }
  const folder = demoFolder(options.folder);
  const choice = await chooseFile(options.file, await readKept(folder), folder);
  if (options.only !== null && !choice.file.orders.some(({ key }) => key === options.only)) {
    const keys = choice.file.orders.map(({ key }) => key).join(', ');
    throw new WrongUsage(`There is no order "${options.only}". The keys are: ${keys}.`);
  }
  return options.kill ? runAndKill(options, folder, choice) : runToTheEnd(options, folder, choice);
}

async function runToTheEnd(
  options: DemoOptions,
  folder: DemoFolder,
  { file, text }: Choice,
): Promise<number> {
  const stopping = new AbortController();
  process.once('SIGINT', () => stopping.abort());
  process.once('SIGTERM', () => stopping.abort());
  let outside: OutsideProcess | null = null;
  try {
    const report = await runShop({
      folder,
      file,
      text,
      signal: stopping.signal,
      progress: createProgress(file.orders.length, process.stdout),
      async connect() {
        outside = await startOutside(folder.path);
        return outside.url;
      },
      onOpen: (standing) => console.log(`${standingText(file.shop.name, standing)}\n`),
    });
    if (stopping.signal.aborted) {
      console.log('Stopped in the middle. Run it again: it goes on from here.');
      return 130;
    }
    console.log(reportText(report, options));
    return isSound(report) ? 0 : 1;
  } finally {
    await (outside as OutsideProcess | null)?.stop();
  }
}

/** What a user can mend is said in one sentence; anything else with where it comes from. */
function exitCodeOf(error: unknown): number {
  const isPlain = error instanceof BrokenFile || error instanceof WrongUsage || isOrderError(error);
  console.error(isPlain ? error.message : error);
  return 1;
}
