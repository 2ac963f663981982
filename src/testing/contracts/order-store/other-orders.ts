import assert from 'node:assert/strict';
import type { Customer, Order } from '../../../machine/index.ts';
import type { OrderStore, OtherOrders, OtherOrdersQuery } from '../../../ports/index.ts';
import { sampleDraft, sampleId, sampleTime } from '../../sample-orders.ts';
import type { Scenario } from './harness.ts';
import { commit, next, stored, write } from './writes.ts';

const ada: Customer = { kind: 'registered', customerId: 'ada', email: 'Ada@Example.com' };
const withoutEmail: Customer = { kind: 'registered', customerId: 'ada', email: null };
const guest: Customer = { kind: 'guest', email: 'ada@example.COM' };
const ben: Customer = { kind: 'registered', customerId: 'ben', email: null };
const hash = (digit: string) => digit.repeat(64);
const none: OtherOrders = {
  open: 0,
  orders: 0,
  ended: 0,
  totalMinor: 0,
  everPlaced: false,
  samePayment: 0,
  duplicate: null,
};

interface Placed {
  readonly customer: Customer | null;
  readonly status?: string;
  readonly placedAt?: number | null;
  readonly totalMinor?: number;
  readonly currency?: string;
  readonly contentHash?: string;
  readonly number?: string | null;
  readonly tokens?: readonly string[];
}

/** Puts an order into the store as it is after it was placed, or as a draft. */
async function put(store: OrderStore, seed: string, placed: Placed): Promise<Order> {
  const draft = sampleDraft({ seed, number: placed.number === undefined ? `N-${seed}` : placed.number });
  const { status = 'pending', placedAt = sampleTime, totalMinor = 1_000, tokens = [] } = placed;
  const order: Order = {
    ...draft,
    axes: { ...draft.axes, status: status as Order['axes']['status'] },
    currency: placed.currency ?? 'EUR',
    customer: placed.customer,
    contentHash: placed.contentHash ?? null,
    lines: draft.lines.map((line) => ({ ...line, unitPriceMinor: totalMinor, totalMinor })),
    totals: { ...draft.totals, subtotalMinor: totalMinor, totalMinor },
    timestamps: { ...draft.timestamps, placedAt },
    payments: tokens.map((token, index) => ({
      id: `${draft.id}:payment:${index + 1}`,
      method: 'card',
      provider: 'default',
      token,
      amountMinor: null,
      origin: 'ours',
      transactions: [],
      chargebacks: [],
      addedAt: sampleTime,
    })),
  };
  await commit(store, write(order));
  return order;
}

const asked = (store: OrderStore, query: Partial<OtherOrdersQuery> = {}): Promise<OtherOrders> =>
  store.otherOrders({
    customer: ada,
    except: sampleId('this one'),
    since: sampleTime,
    currency: 'EUR',
    paymentTokens: [],
    content: null,
    ...query,
  });

/** What a customer's other orders come to. */
export function otherOrdersContract(scenario: Scenario): void {
  scenario(
    'knows nothing of a customer without other orders: this one and drafts do not count',
    async ({ store }) => {
      await put(store, 'this one', { customer: ada, contentHash: hash('a'), tokens: ['pm_1'] });
      await put(store, 'draft', { customer: ada, status: 'draft', placedAt: null, tokens: ['pm_1'] });
      await put(store, 'of ben', { customer: ben });
      await put(store, 'of nobody', { customer: null });
      const content = { hash: hash('a'), since: 0 };
      assert.deepEqual(await asked(store, { since: 0, content, paymentTokens: ['pm_1'] }), none);
    },
  );

  scenario(
    'counts open orders whenever they were placed, also in a state of an extended machine',
    async ({ store }) => {
      const statuses = ['pending', 'confirmed', 'processing.assembling', 'shipped'];
      const over = ['delivered', 'cancelled', 'refunded', 'failed'];
      for (const status of [...statuses, ...over])
        await put(store, status, { customer: ada, status, placedAt: 1 });
      assert.equal((await asked(store)).open, 4);
      assert.equal((await asked(store, { customer: ben })).open, 0);
      const pending = (await stored(store, sampleId('pending'))).order;
      await commit(
        store,
        write(next(pending, { axes: { ...pending.axes, status: 'cancelled' } }), { before: 1 }),
      );
      assert.equal((await asked(store)).open, 3);
    },
  );

  scenario(
    'counts recent orders and what they amount to, in the currency, from the moment that is named',
    async ({ store }) => {
      await put(store, 'old', { customer: ada, placedAt: sampleTime - 1, totalMinor: 7 });
      await put(store, 'just', { customer: ada, placedAt: sampleTime, totalMinor: 100 });
      await put(store, 'delivered', { customer: ada, status: 'delivered', totalMinor: 20 });
      await put(store, 'yen', { customer: ada, currency: 'JPY', totalMinor: 3_000 });
      await put(store, 'cancelled', { customer: ada, status: 'cancelled', totalMinor: 9 });
      await put(store, 'failed', { customer: ada, status: 'failed.for_good', totalMinor: 9 });
      assert.deepEqual(await asked(store), {
        ...none,
        open: 3,
        orders: 3,
        ended: 2,
        totalMinor: 120,
        everPlaced: true,
      });
      const later = await asked(store, { since: sampleTime + 1 });
      assert.deepEqual(later, { ...none, open: 3, everPlaced: true });
    },
  );

  scenario(
    'finds a customer by id and by email, whatever its case, and each order once',
    async ({ store }) => {
      await put(store, 'by id', { customer: withoutEmail });
      await put(store, 'by both', { customer: ada });
      await put(store, 'as a guest', { customer: guest });
      await put(store, 'same id elsewhere', { customer: { kind: 'guest', email: 'other@example.com' } });
      assert.equal((await asked(store)).orders, 3);
      assert.equal((await asked(store, { customer: guest })).orders, 2);
      assert.equal((await asked(store, { customer: withoutEmail })).orders, 2);
      assert.equal(
        (await asked(store, { customer: { kind: 'guest', email: "o'hara%@example.com" } })).orders,
        0,
      );
    },
  );

  scenario('adds amounts up to the largest safe integer and no further', async ({ store }) => {
    const largest = Number.MAX_SAFE_INTEGER;
    await put(store, 'huge', { customer: ada, totalMinor: largest });
    await put(store, 'more', { customer: ada, totalMinor: largest });
    assert.equal((await asked(store)).totalMinor, largest);
  });

  scenario(
    'finds the latest order that says the same, unless it has ended or is too long ago',
    async ({ store }) => {
      const same = { customer: ada, contentHash: hash('b') };
      await put(store, 'first', { ...same, placedAt: sampleTime });
      await put(store, 'second', { ...same, placedAt: sampleTime + 5, number: null });
      await put(store, 'ended', { ...same, placedAt: sampleTime + 9, status: 'cancelled' });
      await put(store, 'other', { customer: ada, contentHash: hash('c'), placedAt: sampleTime + 9 });
      const duplicate = async (since: number, digit = 'b') =>
        (await asked(store, { content: { hash: hash(digit), since } })).duplicate;
      assert.equal(await duplicate(sampleTime), sampleId('second'));
      assert.equal(await duplicate(sampleTime + 6), null);
      assert.equal(await duplicate(sampleTime, 'd'), null);
      const except = { except: sampleId('second'), content: { hash: hash('b'), since: sampleTime } };
      assert.equal((await asked(store, except)).duplicate, 'N-first');
    },
  );

  scenario(
    'counts recent orders with the same means of payment, of whichever customer, each once',
    async ({ store }) => {
      await put(store, 'one', { customer: ben, tokens: ['pm_1', 'pm_2'] });
      await put(store, 'two', { customer: null, tokens: ['pm_2'], status: 'failed' });
      await put(store, 'long ago', { customer: ben, tokens: ['pm_1'], placedAt: 5 });
      await put(store, 'otherwise', { customer: ada, tokens: ['pm_3'] });
      assert.equal((await asked(store, { paymentTokens: ['pm_1', 'pm_2'] })).samePayment, 2);
      assert.equal((await asked(store, { paymentTokens: ['pm_9'] })).samePayment, 0);
    },
  );
}
