import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Where everything of the demo is kept. */
export interface DemoFolder {
  readonly path: string;
  /** The embedded Postgres. */
  readonly database: string;
  /** What provider, warehouse, pickers and carrier have written down. */
  readonly books: string;
  /** The file of orders that the folder began with: later runs go on with it. */
  readonly shop: string;
}

/** The folder's files. Nothing is made. */
export function demoFolder(path: string): DemoFolder {
  return {
    path,
    database: join(path, 'database'),
    books: join(path, 'books.jsonl'),
    shop: join(path, 'shop.json'),
  };
}

/** The file of orders that the folder began with; `null`: it is new. */
export async function readKept(folder: DemoFolder): Promise<string | null> {
  try {
    return await readFile(folder.shop, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

/** Keeps the file of orders, so that later runs go on with the same. */
export async function keepShop(folder: DemoFolder, text: string): Promise<void> {
  await mkdir(folder.path, { recursive: true });
  await writeFile(folder.shop, text);
}
