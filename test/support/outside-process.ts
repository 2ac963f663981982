import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { Books } from 'statecart/adapters/memory';
import type { z } from 'zod';
import { fileSchema, type ShopFile } from '../../examples/demo/file/file-schema.ts';
import { demoFolder } from '../../examples/demo/folder.ts';
import { connectOutside, type OutsideClient } from '../../examples/demo/outside/client.ts';
import type { OutsideMessage } from '../../examples/demo/outside/protocol.ts';
import { openBooks } from '../../examples/outside/book-file.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Payment provider, warehouses, pickers and carrier in a process of their own, with books in a file. */
export interface OutsideProcess {
  readonly url: string;
  readonly file: ShopFile;
  readonly client: OutsideClient;
  /** What is on disk, whoever is alive. */
  books(): Books;
  stop(): Promise<void>;
}

/** Starts the outside of a shop in a folder. */
export async function startOutside(path: string, shop: z.input<typeof fileSchema>): Promise<OutsideProcess> {
  const folder = demoFolder(path);
  await mkdir(path, { recursive: true });
  await writeFile(folder.shop, JSON.stringify(shop));
  const child = spawn(process.execPath, ['--import', 'tsx', 'examples/demo/outside.ts', path], {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const url = `http://127.0.0.1:${await portOf(child)}`;
  return {
    url,
    file: fileSchema.parse(shop),
    client: connectOutside(url),
    books() {
      const file = openBooks(folder.books);
      file.close();
      return file.books;
    },
    async stop() {
      const gone = once(child, 'exit');
      child.disconnect();
      await gone;
    },
  };
}

function portOf(child: ChildProcess): Promise<number> {
  return new Promise((resolve, reject) => {
    child.once('message', (message: OutsideMessage) => {
      if (message.type === 'listening') resolve(message.port);
    });
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`the outside could not start (exit code ${code})`)));
  });
}
