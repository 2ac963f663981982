import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { lockFolder } from '../../src/adapters/pglite/folder-lock.ts';
import { openPglite } from '../../src/adapters/pglite/index.ts';
import { isOrderError, type OrderError } from '../../src/errors/index.ts';

let root: string;
let folder: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'statecart-folder-'));
  folder = join(root, 'orders');
});
afterEach(() => rm(root, { recursive: true, force: true }));

async function refusal(attempt: Promise<unknown>): Promise<OrderError> {
  const error = await attempt.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!isOrderError(error)) throw new Error(`expected an OrderError, got ${String(error)}`);
  return error;
}

/** Starts a real process that has the folder open, and the id of the order that it has committed. */
async function startHolder(): Promise<{ child: ChildProcess; orderId: string }> {
  const child = spawn(process.execPath, ['--import', 'tsx', 'test/support/hold-folder.ts', folder], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let said = '';
  for await (const chunk of child.stdout!) {
    said += String(chunk);
    if (said.includes('\n')) break;
  }
  if (!said.startsWith('holding '))
    throw new Error(`the other process ended without holding the folder: ${said}`);
  return { child, orderId: said.replace('holding ', '').trim() };
}

describe('an embedded database on a folder', () => {
  it('is refused to a second process, and taken over with its orders when the first was killed', async () => {
    const { child, orderId } = await startHolder();
    try {
      const error = await refusal(openPglite(folder));
      expect(error.code).toBe('FOLDER_LOCKED');
      expect(error.message).toContain(`${folder} is in use by process ${child.pid} on ${hostname()}`);
      expect(error.message).toContain('open another folder, or use a Postgres server');
      expect(error.details).toMatchObject({ folder, pid: child.pid, host: hostname() });
    } finally {
      child.kill('SIGKILL');
      await once(child, 'exit');
    }
    const { store, close } = await openPglite(folder);
    expect((await store.load([orderId])).map(({ order }) => order.id)).toEqual([orderId]);
    await store.check();
    await close();
    await close();
    expect(await readdir(root)).toEqual(['orders']);
  });
});

describe('the lock of a folder', () => {
  const lockFile = () => `${folder}.lock`;

  it('is held once, also within a process, until it is released', async () => {
    const release = await lockFolder(folder);
    expect((await refusal(lockFolder(folder))).details).toMatchObject({ pid: process.pid });
    await release();
    const again = await lockFolder(folder);
    await release();
    expect((await refusal(lockFolder(folder))).code).toBe('FOLDER_LOCKED');
    await again();
    expect(await readdir(root)).toEqual([]);
  });

  it('goes to one of many when its holder is dead', async () => {
    const child = spawn(process.execPath, ['-e', '']);
    await once(child, 'exit');
    await writeFile(
      lockFile(),
      JSON.stringify({ token: 'stale', pid: child.pid, host: hostname(), start: null, since: '' }),
    );
    const results = await Promise.allSettled(Array.from({ length: 12 }, () => lockFolder(folder)));
    const winners = results.filter(({ status }) => status === 'fulfilled');
    expect(winners).toHaveLength(1);
    expect(JSON.parse(await readFile(lockFile(), 'utf8'))).toMatchObject({ pid: process.pid });
    expect(await readdir(root)).toEqual(['orders.lock']);
  });

  it('is stale when another process has the number now', async () => {
    const old = { token: 'stale', pid: process.pid, host: hostname(), start: '1', since: '' };
    await writeFile(lockFile(), JSON.stringify(old));
    await (await lockFolder(folder))();
    expect(await readdir(root)).toEqual([]);
  });

  it('is taken over when whoever was taking it over died at it', async () => {
    const dead = { token: 'stale', pid: process.pid, host: hostname(), start: '1', since: '' };
    await writeFile(lockFile(), JSON.stringify(dead));
    await writeFile(`${lockFile()}.guard`, JSON.stringify(dead));
    await (await lockFolder(folder))();
    expect(await readdir(root)).toEqual([]);
  });

  it('is stale when its content was lost with the machine', async () => {
    await writeFile(lockFile(), '');
    await (await lockFolder(folder))();
    expect(await readdir(root)).toEqual([]);
  });

  it('is never taken from a process on another machine', async () => {
    await writeFile(
      lockFile(),
      JSON.stringify({ token: 'far', pid: 1, host: 'elsewhere', start: '1', since: '2026-01-01' }),
    );
    expect((await refusal(lockFolder(folder))).message).toContain('process 1 on elsewhere');
  });
});

describe('openPglite', () => {
  it('opens in memory without a lock, migrated or not', async () => {
    const { store, pglite, close } = await openPglite('memory://', { schema: 'shop', migrate: false });
    expect((await refusal(store.check())).code).toBe('SCHEMA_MISSING');
    expect((await pglite.query('select 1 as one')).rows).toEqual([{ one: 1 }]);
    await close();
    await close();
  });

  it('refuses what is neither a path nor memory', async () => {
    expect((await refusal(openPglite('idb://orders'))).code).toBe('OPTIONS_INVALID');
  });

  it('knows a folder by all its names', async () => {
    const release = await lockFolder(root);
    const alias = `${root}-alias`;
    await symlink(root, alias);
    try {
      expect((await refusal(openPglite(alias))).code).toBe('FOLDER_LOCKED');
    } finally {
      await rm(alias);
      await release();
    }
  });
});
