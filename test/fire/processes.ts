import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CreateInput, OrderStore } from 'statecart';
import { createPostgresStore, type PostgresStore } from 'statecart/adapters/postgres';
import { ShopProcess } from '../support/shop-process/shop-process.ts';
import type { TestDatabase } from '../support/test-database.ts';

/** Several processes on one database, with the time of this machine. */
export interface Processes {
  readonly all: readonly ShopProcess[];
  /** The n-th of them; they begin again at the end. */
  nth(n: number): ShopProcess;
  stop(): Promise<void>;
}

/** How often these processes try something before they give up. */
export const maxAttempts = 4;

/** Starts processes. Their orders need no provider: who has none of his own can't miss what another one did. */
export async function startProcesses(database: TestDatabase, count: number): Promise<Processes> {
  const folder = await mkdtemp(join(tmpdir(), 'statecart-fire-'));
  const all = await Promise.all(
    Array.from({ length: count }, (_, index) =>
      ShopProcess.start({
        connectionString: database.connectionString,
        schema: database.schema,
        trace: join(folder, `trace-${index}.jsonl`),
        bus: join(folder, 'bus.jsonl'),
        outside: null,
        now: null,
        termsOf: { later: { paymentOnSubmit: 'later' } },
        worker: { maxAttempts, pollMs: 20, backoff: { baseMs: 1, maxMs: 20 } },
      }),
    ),
  );
  const nth = (n: number): ShopProcess => {
    const found = all[n % all.length];
    if (found === undefined) throw new Error('there is no process');
    return found;
  };
  return {
    all,
    nth,
    async stop() {
      await Promise.all(all.map((one) => one.stop()));
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/**
 * One store out of several processes: each call goes to the next one. A caller's transaction, the ear for wake-ups and
 * what tidies up belong to a process, so they are this one's.
 */
export function spreadStore({ all }: Processes, database: TestDatabase): PostgresStore {
  const own = createPostgresStore({ connection: database.pool, schema: database.schema });
  let turn = 0;
  return new Proxy(own, {
    get(_, method) {
      if (method === 'join' || method === 'listen' || method === 'upkeep') return own[method];
      return (...args: unknown[]) => {
        turn += 1;
        const store = all[turn % all.length]?.store as unknown as OrderStore;
        return (Reflect.get(store, method) as (...given: unknown[]) => unknown)(...args);
      };
    },
  });
}

const line = {
  productId: 'song',
  sku: 'SONG',
  name: 'Song',
  kind: 'digital' as const,
  quantity: 1,
  unitPriceMinor: 900,
};

/** A download that is paid elsewhere, some time. */
export function paidElsewhere(changes: Partial<CreateInput> = {}): CreateInput {
  return {
    currency: 'EUR',
    customer: { kind: 'guest', email: 'ada@example.com' },
    lines: [line],
    payments: [],
    metadata: { key: 'later' },
    ...changes,
  };
}

/** A download that costs nothing: it is delivered as soon as it is placed. */
export function free(changes: Partial<CreateInput> = {}): CreateInput {
  return paidElsewhere({ lines: [{ ...line, unitPriceMinor: 0 }], metadata: {}, ...changes });
}
