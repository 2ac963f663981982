import { fileURLToPath } from 'node:url';
import type { DemoFolder } from '../folder.ts';
import { WrongUsage } from '../options.ts';
import type { ShopFile } from './file-schema.ts';
import { readShopFile } from './read-file.ts';

/** The forty orders that come with the demo. */
const ownFile = fileURLToPath(new URL('../../data/orders.json', import.meta.url));

/** A file of orders, checked, and its text. */
export interface Choice {
  readonly file: ShopFile;
  readonly text: string;
}

/**
 * The file to run: the one that the folder began with, if it has begun. A folder holds the orders of one file, so another
 * one is refused.
 *
 * @throws BrokenFile, WrongUsage.
 */
export async function chooseFile(
  wanted: string | null,
  kept: string | null,
  folder: DemoFolder,
): Promise<Choice> {
  if (kept === null) return readShopFile(wanted ?? ownFile);
  if (wanted === null) return readShopFile(folder.shop);
  const choice = await readShopFile(wanted);
  if (choice.text === kept) return choice;
  throw new WrongUsage(
    `${folder.path} holds the orders of another file (its copy is ${folder.shop}). Choose another folder with --dir, or delete this one.`,
  );
}
