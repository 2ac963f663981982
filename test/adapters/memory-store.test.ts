import { createMemoryStore, type MemoryTransaction } from 'statecart/adapters/memory';
import type { OrderWrite } from 'statecart/ports';
import { describe, expect, it } from 'vitest';
import { orderStoreContract } from '../../src/testing/contracts/order-store.ts';
import { sampleDraft } from '../../src/testing/sample-orders.ts';
import { errorOf } from './calls.ts';

orderStoreContract({
  describe,
  it,
  createStore: async () => {
    const store = createMemoryStore();
    return {
      store,
      transaction: async <T>(work: (transaction: unknown) => Promise<T>) => {
        const transaction: MemoryTransaction = store.begin();
        try {
          const result = await work(transaction);
          await transaction.commit();
          return result;
        } catch (error) {
          await transaction.rollback();
          throw error;
        }
      },
      close: async () => {},
    };
  },
  join: true,
  listen: true,
});

const draft = (seed: string) => sampleDraft({ seed });
const writing = (order: ReturnType<typeof draft>, before: number): OrderWrite => ({
  orderId: order.id,
  now: 1_000,
  change: { before, order, history: [], journal: [], commands: [], events: [], withdrawn: [] },
  creation: null,
  settlement: null,
});

describe('the memory store', () => {
  it('keeps a copy: neither who gave an order nor who got it can change what is stored', async () => {
    const store = createMemoryStore();
    const order = draft('one');
    const given = structuredClone(order) as { metadata: Record<string, unknown>; notes: string | null };
    await store.commit([writing(given as never, 0)]);
    given.metadata.late = true;
    given.notes = 'changed';
    const [stored] = await store.load([order.id]);
    expect(stored?.order).toStrictEqual(order);
    expect(() => Object.assign(stored?.order.totals ?? {}, { totalMinor: 0 })).toThrow(TypeError);
    expect((await store.load([order.id]))[0]?.order).toStrictEqual(order);
  });

  it('shows what a transaction has written to nobody else before its commit', async () => {
    const store = createMemoryStore();
    const order = draft('one');
    const transaction = store.begin();
    await store.join(transaction).commit([{ ...writing(order, 0), creation: { key: 'key', hash: 'h' } }]);
    expect(await store.load([order.id])).toEqual([]);
    expect(await store.find({ creationKey: 'key' })).toBeNull();
    let answer: unknown = null;
    const rival = store
      .commit([{ ...writing(draft('two'), 0), creation: { key: 'key', hash: 'h' } }])
      .then((answers) => (answer = answers));
    await new Promise(setImmediate);
    expect(answer).toBeNull();
    await transaction.commit();
    await rival;
    expect(answer).toEqual([{ status: 'duplicate', orderId: order.id, hash: 'h' }]);
    expect(await store.load([order.id])).toHaveLength(1);
  });

  it('refuses the second of two transactions that wait for each other, and the first goes on', async () => {
    const store = createMemoryStore();
    const [one, two] = [draft('one'), draft('two')];
    await store.commit([writing(one, 0), writing(two, 0)]);
    const [first, second] = [store.begin(), store.begin()];
    await store.join(first).load([one.id]);
    await store.join(second).load([two.id]);
    const waiting = store.join(first).load([two.id]);
    expect(await errorOf(store.join(second).load([one.id]))).toMatchObject({
      code: 'STORE_UNAVAILABLE',
      retry: 'later',
    });
    await second.rollback();
    expect(await waiting).toHaveLength(1);
    await first.commit();
  });

  it('refuses a transaction that is over, or of another store', async () => {
    const store = createMemoryStore();
    const transaction = store.begin();
    await transaction.commit();
    await transaction.rollback();
    expect(await errorOf(store.join(transaction).load([]))).toMatchObject({ code: 'STORE_UNAVAILABLE' });
    expect(await errorOf(transaction.commit())).toMatchObject({ code: 'STORE_UNAVAILABLE' });
    expect(() => createMemoryStore().join(transaction)).toThrow(/not of this store/);
  });

  it('takes no order whose units are in two places, and writes the rest of the batch', async () => {
    const store = createMemoryStore();
    const [bad, good] = [draft('bad'), draft('good')];
    const lines = bad.lines.map((line) => ({
      ...line,
      counts: { ...line.counts, shipped: line.quantity + 1 },
    }));
    const answers = await store.commit([writing({ ...bad, lines }, 0), writing(good, 0)]);
    expect(answers).toMatchObject([{ status: 'failed' }, { status: 'committed' }]);
    expect(await store.load([bad.id])).toEqual([]);
  });
});
