import { type CreateInput, createOrders, type Orders, type OrdersOptions } from 'statecart';
import {
  createMemoryClock,
  createMemoryStore,
  createMemoryWorld,
  type MemoryTransaction,
} from 'statecart/adapters/memory';
import { createPostgresStore, type PgPool, type PostgresTransaction } from 'statecart/adapters/postgres';
import { expectTypeOf } from 'vitest';

/** Checked by the compiler alone (`npm run typecheck`), never run: how orders are made. */
declare const pool: PgPool;
const clock = createMemoryClock();
const { ports } = createMemoryWorld({ clock, deliver: async () => {} });
const store = createMemoryStore();

// The store decides what a transaction is.
const inMemory = createOrders({ store, ports });
const onPostgres = createOrders({ store: createPostgresStore({ connection: pool }), ports });
expectTypeOf(inMemory).toEqualTypeOf<Orders<MemoryTransaction>>();
expectTypeOf(onPostgres).toEqualTypeOf<Orders<PostgresTransaction>>();
onPostgres.join({ query: pool.query.bind(pool) });
// @ts-expect-error Text is no transaction.
onPostgres.join('begin');

// Seams may be left out, the store and the effectful ports may not.
expectTypeOf<OrdersOptions>().toExtend<{
  clock?: unknown;
  ids?: unknown;
  random?: unknown;
  sha256?: unknown;
}>();
// @ts-expect-error Nowhere to keep them.
createOrders({ ports });
// @ts-expect-error Four ports have effects; three are missing.
createOrders({ store, ports: { payment: ports.payment } });
// @ts-expect-error There is no such option.
createOrders({ store, ports, retries: 3 });
// @ts-expect-error Units stand in the names: `leaseMs`.
createOrders({ store, ports, worker: { lease: 30_000 } });
createOrders({ store, ports, terms: ({ input }) => ({ draftTtlMs: input.lines.length * 60_000 }) });
// @ts-expect-error There is no such term.
createOrders({ store, ports, terms: { draftTtl: 60_000 } });

const line = { productId: 'tea', sku: 'TEA', name: 'Tea', quantity: 1, unitPriceMinor: 100 };
await inMemory.create({ currency: 'EUR', lines: [line] }, { idempotencyKey: 'cart-7' });
// @ts-expect-error Money has a currency.
await inMemory.create({ lines: [line] });
const { quantity: _, ...uncounted } = line;
// @ts-expect-error A line has a quantity.
await inMemory.create({ currency: 'EUR', lines: [uncounted] });
// @ts-expect-error A guest has an email, and no id.
await inMemory.create({ currency: 'EUR', lines: [line], customer: { kind: 'guest', id: '7' } });
// @ts-expect-error Terms come from the options, not from a caller.
await inMemory.create({ currency: 'EUR', lines: [line], terms: {} });
expectTypeOf<CreateInput['id']>().toEqualTypeOf<string | undefined>();

// What was prepared can be joined; a bare input can, too.
await onPostgres
  .join({ query: pool.query.bind(pool) })
  .create(await onPostgres.prepare({ currency: 'EUR', lines: [line] }));
