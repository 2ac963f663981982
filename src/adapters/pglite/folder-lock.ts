import { randomUUID } from 'node:crypto';
import { link, readFile, rm, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { OrderError } from '../../errors/index.ts';
import { isAlive, startOf } from './process-life.ts';

/** Who holds a folder. */
interface Holder {
  readonly token: string;
  readonly pid: number;
  readonly host: string;
  /** When the process started, by the system's own reckoning; `null` where it does not tell. */
  readonly start: string | null;
  readonly since: string;
}

const attempts = 100;
const pauseMs = 20;

/**
 * Takes a folder for this process: PGlite has no lock of its own, and two processes on one folder lose each other's rows.
 * The lock is a file beside the folder. It is made under another name and linked into place, so it is never there without
 * its content, and one of many wins. A holder that is dead is followed by one other, who holds the guard meanwhile.
 *
 * @returns the release.
 * @throws OrderError `FOLDER_LOCKED`.
 */
export async function lockFolder(folder: string): Promise<() => Promise<void>> {
  const file = `${folder}.lock`;
  const me: Holder = {
    token: randomUUID(),
    pid: process.pid,
    host: hostname(),
    start: await startOf(process.pid),
    since: new Date().toISOString(),
  };
  const draft = `${file}.${me.token}`;
  await writeFile(draft, JSON.stringify(me));
  try {
    await acquire(folder, file, draft);
  } finally {
    await rm(draft, { force: true });
  }
  return async () => {
    if ((await read(file))?.token === me.token) await rm(file, { force: true });
  };
}

async function acquire(folder: string, file: string, draft: string): Promise<void> {
  for (let attempt = 1; attempt <= attempts; attempt++) {
    if (await linked(draft, file)) return;
    const holder = await read(file);
    if (holder === null) continue;
    if (await holds(holder)) throw locked(folder, file, holder);
    if (!(await removeStale(file, draft, holder)))
      await new Promise((resolve) => setTimeout(resolve, pauseMs));
  }
  throw locked(folder, file, await read(file));
}

/** Removes the lock of a dead holder, unless somebody else is at it. The guard keeps a late one from removing the lock of the next holder. */
async function removeStale(file: string, draft: string, holder: Holder): Promise<boolean> {
  const guard = `${file}.guard`;
  if (!(await linked(draft, guard))) {
    const other = await read(guard);
    if (other !== null && !(await holds(other))) await rm(guard, { force: true });
    return false;
  }
  try {
    if ((await read(file))?.token === holder.token) await rm(file, { force: true });
    return true;
  } finally {
    await rm(guard, { force: true });
  }
}

async function linked(from: string, to: string): Promise<boolean> {
  try {
    await link(from, to);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

/** A lock without its content: the machine stopped before the file was on the disk, and its process with it. */
const lost: Holder = { token: '', pid: 0, host: '', start: null, since: '' };

async function read(file: string): Promise<Holder | null> {
  try {
    return JSON.parse(await readFile(file, 'utf8')) as Holder;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    if (error instanceof SyntaxError) return lost;
    throw error;
  }
}

/** Of a process on another machine nobody here can tell; it counts as alive. */
async function holds({ token, pid, host, start }: Holder): Promise<boolean> {
  if (token === lost.token) return false;
  return host !== hostname() || (await isAlive(pid, start));
}

function locked(folder: string, file: string, holder: Holder | null): OrderError {
  const who =
    holder === null ? 'another process' : `process ${holder.pid} on ${holder.host}, since ${holder.since}`;
  return new OrderError(
    'FOLDER_LOCKED',
    `The folder ${folder} is in use by ${who}. Only one process can have an embedded database open: close it there, open another folder, or use a Postgres server, which takes many. If that process is certainly gone, delete ${file}.`,
    { retry: 'later', details: { folder, file, pid: holder?.pid ?? null, host: holder?.host ?? null } },
  );
}
