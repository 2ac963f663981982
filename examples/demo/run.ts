import { openPglite } from 'statecart/adapters/pglite';
import type { ShopFile } from './file/file-schema.ts';
import { type DemoFolder, keepShop } from './folder.ts';
import { connectOutside } from './outside/client.ts';
import type { Progress } from './report/progress.ts';
import { type Report, reportOn } from './report/report.ts';
import { isAtEnd, type Standing, standingOf } from './report/standing.ts';
import { everyOrder, openShop } from './shop.ts';

/** What a run needs. */
export interface RunOptions {
  readonly folder: DemoFolder;
  readonly file: ShopFile;
  /** The text of the file, kept in the folder. */
  readonly text: string;
  readonly progress: Progress;
  /** Ends the run between two moments. */
  readonly signal: AbortSignal;
  /** Starts the outside, once the folder is ours; gives its URL. */
  readonly connect: () => Promise<string>;
  /** Called with what was there before anything is done. */
  readonly onOpen: (standing: Standing) => void;
  /** Called after each commit, with how many there were. */
  readonly onCommit?: (commits: number) => void;
}

/** Opens the folder, goes on until nothing is left to do, and says how everything stands. */
export async function runShop(options: RunOptions): Promise<Report> {
  const { folder, file, progress, signal } = options;
  const startedAt = performance.now();
  const { store, close } = await openPglite(folder.database);
  try {
    await keepShop(folder, options.text);
    const outside = connectOutside(await options.connect());
    const counts = { commits: 0, events: 0 };
    const shop = await openShop(file, store, outside, {
      committed() {
        counts.commits += 1;
        options.onCommit?.(counts.commits);
      },
      stepped({ result: { order } }) {
        counts.events += 1;
        progress.seen(order.id, isAtEnd(order), shop.now());
      },
    });
    const openedAt = shop.now();
    const before = await everyOrder(shop.orders);
    for (const order of before) progress.known(order.id, isAtEnd(order));
    options.onOpen(standingOf(file, before, openedAt));
    await shop.live(signal);
    progress.end();
    const report = await reportOn(shop.orders, outside, {
      ...counts,
      virtualMs: shop.now() - openedAt,
      now: shop.now(),
      mishaps: shop.deeds.mishaps,
    });
    await shop.orders.stop();
    return { ...report, realMs: performance.now() - startedAt };
  } finally {
    progress.end();
    await close();
  }
}
