import { mkdir, realpath } from 'node:fs/promises';
import type { PGlite, PGliteOptions } from '@electric-sql/pglite';
import { OrderError } from '../../errors/index.ts';
import { createPostgresStore, migrate, type PostgresStore } from '../postgres/index.ts';
import { lockFolder } from './folder-lock.ts';

/** Options of {@link openPglite}. */
export interface OpenPgliteOptions {
  /** Where everything of ours stands. @defaultValue 'statecart' */
  readonly schema?: string;
  /** Whether the schema is brought to the latest version at once. @defaultValue true */
  readonly migrate?: boolean;
  /** Handed to PGlite as it is, such as `loadDataDir` for a start from a dump. */
  readonly pglite?: Omit<PGliteOptions, 'dataDir'>;
}

/** An embedded database with an order store in it. */
export interface OpenedPglite {
  /** The database itself, for tables of your own. */
  readonly pglite: PGlite;
  readonly store: PostgresStore;
  /** Closes the database and gives the folder free. May be called again. */
  readonly close: () => Promise<void>;
}

/**
 * Opens an embedded Postgres (PGlite) on a folder, which is made if need be, or in memory, with an order store in it. The
 * first start on a folder takes seconds, later ones about half a second.
 *
 * One process at a time can have a folder: a lock file beside it sees to that, and a process that died leaves nothing to
 * clean up. What was committed outlives the process, however it ends; it may not outlive a power cut, since PGlite does not
 * call fsync.
 *
 * @param folder A path, or `'memory://'`.
 * @throws OrderError `FOLDER_LOCKED` if another process has the folder; `OPTIONS_INVALID` if `@electric-sql/pglite` is not
 *   installed or `folder` is no path; `SCHEMA_NEWER`.
 * @example
 * import { openPglite } from 'statecart/adapters/pglite';
 * const { store, close } = await openPglite('./orders');
 */
export async function openPglite(folder: string, options: OpenPgliteOptions = {}): Promise<OpenedPglite> {
  const { PGlite: Database } = await library();
  if (folder.startsWith('memory://')) return open(Database, 'memory://', async () => {}, options);
  const path = await folderAt(folder);
  const release = await lockFolder(path);
  try {
    return await open(Database, path, release, options);
  } catch (error) {
    await release();
    throw error;
  }
}

async function open(
  Database: typeof PGlite,
  dataDir: string,
  release: () => Promise<void>,
  { schema, migrate: migrates = true, pglite: more = {} }: OpenPgliteOptions,
): Promise<OpenedPglite> {
  const at = schema === undefined ? {} : { schema };
  const pglite = await Database.create({ ...more, dataDir });
  try {
    const store = createPostgresStore({ connection: pglite, ...at });
    if (migrates) await migrate(pglite, at);
    return { pglite, store, close: closeOnce(pglite, release) };
  } catch (error) {
    await pglite.close();
    throw error;
  }
}

function closeOnce(pglite: PGlite, release: () => Promise<void>): () => Promise<void> {
  const close = async (): Promise<void> => {
    try {
      if (!pglite.closed) await pglite.close();
    } finally {
      await release();
    }
  };
  let closed: Promise<void> | undefined;
  return () => (closed ??= close());
}

async function library(): Promise<typeof import('@electric-sql/pglite')> {
  try {
    return await import('@electric-sql/pglite');
  } catch (cause) {
    throw new OrderError(
      'OPTIONS_INVALID',
      'openPglite needs the package @electric-sql/pglite, which could not be loaded. Install it beside statecart: npm install @electric-sql/pglite.',
      { retry: 'afterFix', cause },
    );
  }
}

/** The folder by its one real path: two paths to it must meet in one lock. */
async function folderAt(folder: string): Promise<string> {
  if (folder === '' || folder.includes('://')) {
    throw new OrderError('OPTIONS_INVALID', `"${folder}" is no folder: expected a path, or "memory://".`, {
      retry: 'afterFix',
      details: { folder },
    });
  }
  await mkdir(folder, { recursive: true });
  return realpath(folder);
}
