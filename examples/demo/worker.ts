/** The shop as a process of its own, so that it can be killed. Its parent starts the outside. */
import { once } from 'node:events';
import { isOrderError } from 'statecart';
import { chooseFile } from './file/choose-file.ts';
import { demoFolder, readKept } from './folder.ts';
import { createProgress } from './report/progress.ts';
import type { Standing } from './report/standing.ts';
import { standingText } from './report/standing-text.ts';
import { runShop } from './run.ts';

/** What the worker tells its parent. */
export type WorkerMessage =
  /** The folder is ours: the outside may start. */
  | { readonly type: 'opened' }
  | { readonly type: 'standing'; readonly standing: Standing }
  | { readonly type: 'committed'; readonly commits: number };

const [, , path = '', wanted = ''] = process.argv;
const folder = demoFolder(path);
const { file, text } = await chooseFile(wanted === '' ? null : wanted, await readKept(folder), folder);
const say = (message: WorkerMessage) => void process.send?.(message);
process.on('disconnect', () => process.exit());

try {
  await runShop({
    folder,
    file,
    text,
    signal: new AbortController().signal,
    progress: createProgress(file.orders.length, process.stdout),
    async connect() {
      const answer = once(process, 'message');
      say({ type: 'opened' });
      const [{ url }] = (await answer) as [{ url: string }];
      return url;
    },
    onOpen(standing) {
      console.log(`${standingText(file.shop.name, standing)}\n`);
      say({ type: 'standing', standing });
    },
    onCommit: (commits) => say({ type: 'committed', commits }),
  });
} catch (error) {
  console.error(isOrderError(error) ? error.message : error);
  process.exitCode = 1;
}
process.disconnect();
