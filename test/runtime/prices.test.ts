import type { OrdersOptions } from 'statecart';
import { createMemoryCatalog, createMemoryStore } from 'statecart/adapters/memory';
import { createDiscountTable, createTaxTable } from 'statecart/adapters/tables';
import type { DiscountPort, TaxPort } from 'statecart/ports';
import { brokenInvariants } from 'statecart/testing';
import { describe, expect, it } from 'vitest';
import { errorOf } from './errors.ts';
import { mugs, openShop, type Shop, without } from './setup.ts';

const tax = createTaxTable({
  rates: [
    { country: 'DE', name: 'USt.', ratePercent: '19' },
    { country: 'FR', name: 'TVA', ratePercent: '20' },
  ],
  pricesIncludeTax: true,
});
const discount = createDiscountTable({
  discounts: [
    {
      id: 'ten',
      code: 'TEN',
      name: '10 % off',
      scope: 'order',
      value: { kind: 'percentage', ratePercent: '10' },
    },
    {
      id: 'big',
      code: 'BIG',
      name: 'Big spender',
      scope: 'order',
      value: { kind: 'fixed', amountMinor: 500 },
      currency: 'EUR',
      minimum: { subtotalMinor: 2_000 },
    },
    {
      id: 'old',
      code: 'OLD',
      name: 'Old',
      scope: 'order',
      value: { kind: 'percentage', ratePercent: '5' },
      until: '2000-01-01',
    },
    {
      id: 'post',
      code: 'POST',
      name: 'Free post',
      scope: 'shipping',
      value: { kind: 'percentage', ratePercent: '100' },
    },
  ],
});

type Options = Partial<OrdersOptions<never>>;

/** A shop with these ports beside the usual ones. */
function shopWith(ports: Record<string, unknown>, options: Record<string, unknown> = {}): Shop {
  const shop = openShop();
  return { ...shop, orders: over(shop, ports, options) };
}
function over(shop: Shop, ports: Record<string, unknown>, options: Record<string, unknown> = {}) {
  const { payments: payment, warehouse, fulfillment, shipping } = shop.world;
  return shop.another({
    ...options,
    ports: { payment, warehouse, fulfillment, shipping, ...ports },
  } as Options);
}
const [mug] = mugs().lines;
const mugAt = (unitPriceMinor: number) => ({ ...mug!, unitPriceMinor });
const delivery = { amountMinor: 490 };

describe('a shop with tax and discount ports', () => {
  it('prices an order with the codes of the customer, and takes what it comes to', async () => {
    const { orders } = shopWith({ tax, discount });
    const order = await orders.create(mugs({ shipping: delivery, discountCodes: ['ten', 'POST'] }));
    // 25.00 less 10 % are 22.50, of which 19/119 are 3.59; delivery is free.
    expect(order.totals).toEqual({
      subtotalMinor: 2_500,
      discountMinor: 740,
      taxMinor: 359,
      includedTaxMinor: 359,
      shippingMinor: 490,
      shippingTaxMinor: 0,
      totalMinor: 2_250,
    });
    expect(order.lines[0]?.taxes).toEqual([
      {
        name: 'USt.',
        jurisdiction: 'DE',
        ratePercent: '19',
        baseMinor: 1_891,
        amountMinor: 359,
        included: true,
      },
    ]);
    expect(order.discountCodes).toEqual(['ten', 'POST']);
    expect(order.discounts.map(({ id, code, amountMinor }) => [id, code, amountMinor])).toEqual([
      ['ten', 'TEN', 250],
      ['post', 'POST', 490],
    ]);
    await orders.drain();
    const paid = await orders.get(order.id);
    expect(paid.payments[0]?.transactions.map(({ amountMinor }) => amountMinor)).toEqual([2_250, 2_250]);
    expect(brokenInvariants(paid)).toEqual([]);
  });

  it('lists what is wrong with codes beside everything else that is wrong', async () => {
    const catalog = createMemoryCatalog([
      { productId: 'p-mug', sku: 'MUG', name: 'Mug', currency: 'EUR', unitPriceMinor: 1_300 },
    ]);
    const { orders } = shopWith({ tax, discount, catalog });
    const input = without(
      mugs({ discountCodes: ['TEN', 'nope', 'OLD', 'BIG'], lines: [{ ...mugAt(900) }] }),
      'shippingAddress',
    );
    const error = await errorOf(orders.create(input));
    expect(error.code).toBe('VALIDATION_FAILED');
    expect(error.problems.map(({ path, code }) => [path, code])).toEqual([
      ['lines[0].unitPriceMinor', 'price_changed'],
      ['discountCodes[1]', 'discount_unknown'],
      ['discountCodes[2]', 'discount_expired'],
      ['discountCodes[3]', 'discount_minimum_not_reached'],
      ['shippingAddress', 'shipping_address_missing'],
    ]);
    expect(error.problems[3]?.message).toContain('Big spender is for goods of 20.00 EUR and more');
    expect(await orders.list()).toEqual([]);
  });

  it('holds amounts that the caller gives against what the ports say; what is left out is filled in', async () => {
    const lines = [{ ...mug!, discountMinor: 250, taxMinor: 400, includedTaxMinor: 400 }];
    const input = mugs({ lines, discountCodes: ['TEN'], shipping: { ...delivery, taxMinor: 90 } });
    const strict = shopWith({ tax, discount });
    const error = await errorOf(strict.orders.create(input));
    expect([error.code, error.problems]).toEqual([
      'PRICE_CHANGED',
      [
        { path: 'lines[0].taxMinor', code: 'price_changed', message: 'is 3.59 EUR, not 4.00 EUR' },
        { path: 'lines[0].includedTaxMinor', code: 'price_changed', message: 'is 3.59 EUR, not 4.00 EUR' },
        { path: 'shipping.taxMinor', code: 'price_changed', message: 'is 0.78 EUR, not 0.90 EUR' },
        { path: 'shipping.includedTaxMinor', code: 'price_changed', message: 'is 0.78 EUR, not 0.00 EUR' },
      ],
    ]);

    const lenient = shopWith({ tax, discount }, { prices: 'reprice' });
    const order = await lenient.orders.create(input);
    expect(order.totals).toMatchObject({ totalMinor: 2_250 + 490, taxMinor: 359 + 78 });
    expect(lenient.logger.lines.map(({ message }) => message)).toContain(
      'lines took the discounts and taxes of the ports',
    );
  });

  it('follows the order’s terms in rounding, and in what it rounds', async () => {
    const exclusive = createTaxTable({ rates: [{ country: 'DE', name: 'tax', ratePercent: '0.5' }] });
    const lines = ['a', 'b'].map((id) => ({ ...mugAt(100), id, quantity: 1 }));
    const comesTo = async (terms: Record<string, unknown>) => {
      const { orders } = shopWith({ tax: exclusive }, { terms });
      const order = await orders.create(mugs({ lines }));
      return [order.totals.taxMinor, ...order.lines.map((line) => line.taxMinor)];
    };
    expect(await comesTo({})).toEqual([2, 1, 1]);
    expect(await comesTo({ rounding: 'down' })).toEqual([0, 0, 0]);
    expect(await comesTo({ taxPer: 'order' })).toEqual([1, 1, 0]);
  });

  it('asks before a transaction that is joined: what was prepared is taken as it is', async () => {
    const shop = shopWith({ tax, discount });
    const prepared = await shop.orders.prepare(mugs({ discountCodes: ['TEN'] }));
    const transaction = shop.store.begin();
    const silent = {
      offers: () => Promise.reject(new Error('asked')),
      rates: () => Promise.reject(new Error('asked')),
    };
    const order = await over(shop, { tax: silent, discount: silent }).join(transaction).create(prepared);
    await transaction.commit();
    expect((await shop.orders.get(order.id)).totals.totalMinor).toBe(2_250);
  });

  it('refuses a prepared order in which a code was wrong', async () => {
    const shop = shopWith({ discount });
    const prepared = await shop.orders.prepare(mugs({ discountCodes: ['nope'] }));
    const transaction = shop.store.begin();
    const error = await errorOf(shop.orders.join(transaction).create(prepared));
    expect(error.problems.map(({ code }) => code)).toEqual(['discount_unknown']);
    await transaction.rollback();
  });
});

describe('a draft in such a shop', () => {
  it('is priced anew by an edit that changes what prices depend on, in one event, and by no other', async () => {
    let asked = 0;
    const counting: TaxPort = { rates: (request, call) => (asked++, tax.rates(request, call)) };
    const { orders } = shopWith({ tax: counting, discount });
    const draft = await orders.createDraft(mugs());
    expect([asked, draft.totals.taxMinor]).toEqual([1, 399]);
    const noted = await orders.editDraft(draft.id, { notes: 'ring twice', payments: [{ method: 'card' }] });
    expect([asked, noted.totals.taxMinor]).toEqual([1, 399]);
    const coded = await orders.editDraft(draft.id, { discountCodes: ['TEN'] });
    expect([asked, coded.totals.totalMinor, coded.totals.taxMinor]).toEqual([2, 2_250, 359]);
    const moved = await orders.editDraft(draft.id, {
      shippingAddress: { name: 'Ada', line1: 'Rue 1', city: 'Paris', country: 'FR' },
    });
    expect([asked, moved.totals.totalMinor, moved.totals.taxMinor]).toEqual([3, 2_250, 375]);
    const shipped = await orders.editDraft(draft.id, { shipping: delivery });
    expect([asked, shipped.totals.shippingTaxMinor, shipped.lines[0]?.taxMinor]).toEqual([4, 82, 375]);
    const { journal } = await orders.history(draft.id);
    expect(journal.map(({ type }) => type)).toEqual([
      'order.create',
      ...Array.from({ length: 4 }, () => 'draft.edit'),
    ]);
  });

  it('refuses an edit that a code does not survive; taking the code out is part of the edit', async () => {
    const { orders } = shopWith({ discount });
    const draft = await orders.createDraft(mugs({ discountCodes: ['BIG'] }));
    const lines = [{ ...mug!, id: '1', quantity: 1 }];
    const error = await errorOf(orders.editDraft(draft.id, { lines }));
    expect(error.problems.map(({ path, code }) => [path, code])).toEqual([
      ['discountCodes[0]', 'discount_minimum_not_reached'],
    ]);
    const edited = await orders.editDraft(draft.id, { lines, discountCodes: [] });
    expect([edited.totals.discountMinor, edited.totals.totalMinor]).toEqual([0, 1_250]);
  });

  it('may lack an address: its tax comes when it has one', async () => {
    const { orders } = shopWith({ tax });
    const draft = await orders.createDraft(without(mugs(), 'shippingAddress'));
    expect(draft.totals.taxMinor).toBe(0);
    const { shippingAddress } = mugs();
    expect((await orders.editDraft(draft.id, { shippingAddress })).totals.taxMinor).toBe(399);
  });

  it('is submitted at what was shown, or not at all', async () => {
    const shop = shopWith({ tax, discount });
    const draft = await shop.orders.createDraft(mugs({ discountCodes: ['TEN'] }));
    const dearer = createTaxTable({
      rates: [{ country: 'DE', name: 'USt.', ratePercent: '20' }],
      pricesIncludeTax: true,
    });
    const error = await errorOf(over(shop, { tax: dearer, discount }).submit(draft.id));
    expect([error.code, error.problems.map(({ path }) => path)]).toEqual([
      'PRICE_CHANGED',
      ['lines[0].taxMinor', 'lines[0].includedTaxMinor'],
    ]);
    expect((await shop.orders.submit(draft.id)).totals).toEqual(draft.totals);
    expect(
      (await shop.orders.history(draft.id)).journal.map(({ type, outcome }) => `${type} ${outcome}`),
    ).toEqual(['order.create applied', 'order.submit refused', 'order.submit applied']);
  });

  it('is not submitted when a tax comes on top that was not shown at all', async () => {
    const shop = shopWith({});
    const draft = await shop.orders.createDraft(mugs());
    const onTop = createTaxTable({ rates: [{ country: 'DE', name: 'tax', ratePercent: '8' }] });
    const error = await errorOf(over(shop, { tax: onTop }).submit(draft.id));
    expect([error.code, error.problems]).toEqual([
      'PRICE_CHANGED',
      [{ path: 'lines[0].taxMinor', code: 'price_changed', message: 'is 2.00 EUR, not 0.00 EUR' }],
    ]);
  });

  it('is submitted at what the ports say now, where the option says so, by an edit of its own', async () => {
    const shop = shopWith({ tax, discount });
    const draft = await shop.orders.createDraft(mugs({ shipping: delivery, discountCodes: ['TEN'] }));
    const dearer = createTaxTable({ rates: [{ country: 'DE', name: 'USt.', ratePercent: '20' }] });
    const order = await over(shop, { tax: dearer, discount }, { prices: 'reprice' }).submit(draft.id);
    expect(order.totals).toMatchObject({
      taxMinor: 450 + 98,
      includedTaxMinor: 0,
      totalMinor: 2_250 + 450 + 490 + 98,
    });
    expect(order.axes.status).toBe('pending');
    const { journal } = await shop.orders.history(draft.id);
    expect(journal.map(({ type }) => type)).toEqual(['order.create', 'draft.edit', 'order.submit']);
  });

  it('is not submitted with a code that has run out meanwhile, whatever the option says', async () => {
    const shop = shopWith({ discount });
    const draft = await shop.orders.createDraft(mugs({ discountCodes: ['TEN'] }));
    const none = createDiscountTable({ discounts: [] });
    const error = await errorOf(over(shop, { discount: none }, { prices: 'reprice' }).submit(draft.id));
    expect(error.problems.map(({ path, code }) => [path, code])).toContainEqual([
      'discountCodes[0]',
      'discount_unknown',
    ]);
    expect((await shop.orders.get(draft.id)).axes.status).toBe('draft');
  });

  it('gets the details that it lacks when it is submitted, without a price having changed', async () => {
    const shop = shopWith({});
    const lines = [{ ...mug!, taxMinor: 399, includedTaxMinor: 399 }];
    const draft = await shop.orders.createDraft(mugs({ lines }));
    expect(draft.lines[0]?.taxes).toEqual([]);
    const order = await over(shop, { tax }).submit(draft.id);
    expect(order.totals).toEqual(draft.totals);
    expect(order.lines[0]?.taxes).toMatchObject([{ name: 'USt.', amountMinor: 399 }]);
  });
});

describe('goods that take the place of others in a placed order', () => {
  it('are taxed as they come; the discounts of the order stay as they were', async () => {
    const stock = ['MUG', 'CUP'].map((sku) => ({ warehouseId: 'berlin', sku, onHand: 2 }));
    const shop = openShop({ world: { stock } });
    const orders = over(shop, { tax, discount }, { terms: { onShortfall: 'ask' } });
    const { id } = await orders.create(mugs({ discountCodes: ['TEN'] }));
    await orders.drain();
    const reservationId = (await orders.get(id)).reservations[0]!.id;
    await shop.world.warehouse.lose({ reservationId, quantity: 1 });
    await shop.clock.advance(1_000);
    await orders.drain();
    const shortfallId = (await orders.get(id)).shortfalls[0]!.id;
    const cup = {
      id: 'cup',
      productId: 'p-cup',
      sku: 'CUP',
      name: 'Cup',
      quantity: 1,
      unitPriceMinor: 1_000,
    };
    const instead = { type: 'shortfall.substitute', shortfallId } as const;
    const wrong = await errorOf(orders.send(id, { ...instead, lines: [{ ...cup, taxMinor: 1 }] }));
    expect(wrong.problems.map(({ path }) => path)).toEqual([
      'lines[0].taxMinor',
      'lines[0].includedTaxMinor',
    ]);
    await orders.send(id, { ...instead, lines: [cup] });
    await orders.drain();
    const after = await orders.get(id);
    // 19/119 of 10.00.
    expect(after.lines[1]).toMatchObject({ taxMinor: 160, includedTaxMinor: 160, totalMinor: 1_000 });
    expect(after.discounts).toMatchObject([{ code: 'TEN', amountMinor: 250 }]);
    expect(after.totals).toMatchObject({ taxMinor: 359 + 160, totalMinor: 2_250 + 1_000 });
    expect(brokenInvariants(after)).toEqual([]);
  });
});

describe('a shop without the ports', () => {
  it('takes discounts, taxes and codes as they are given', async () => {
    const { orders } = shopWith({});
    const lines = [{ ...mug!, discountMinor: 100, taxMinor: 456 }];
    const order = await orders.create(
      mugs({ lines, discountCodes: ['ANY'], shipping: { amountMinor: 490, taxMinor: 93 } }),
    );
    expect(order.totals.totalMinor).toBe(2_500 - 100 + 456 + 490 + 93);
    expect(order.discountCodes).toEqual(['ANY']);
  });

  it('computes tax on discounts that are given, where only one of the ports is there', async () => {
    const { orders } = shopWith({ tax });
    const order = await orders.create(mugs({ lines: [{ ...mug!, discountMinor: 250 }] }));
    expect(order.totals).toMatchObject({ discountMinor: 250, taxMinor: 359, totalMinor: 2_250 });
  });
});

describe('a port that fails', () => {
  const answering = (answer: unknown): TaxPort & DiscountPort => ({
    rates: () => Promise.resolve(answer as never),
    offers: () => Promise.resolve(answer as never),
  });
  const included = { name: 'VAT', ratePercent: '19', included: true };

  it.each([
    ['throws', { rates: () => Promise.reject(new Error('down')) }],
    ['answers nonsense', answering({ lines: 'none' })],
    ['names a tax twice', answering({ lines: [{ lineId: '1', taxes: [included, included] }] })],
    [
      'gives a rate as a number',
      answering({ lines: [{ lineId: '1', taxes: [{ ...included, ratePercent: 19 }] }] }),
    ],
    [
      'says that more than the price is tax',
      answering({ lines: [{ lineId: '1', taxes: [{ ...included, amountMinor: 2_501 }] }] }),
    ],
  ])('is PORT_FAILED, to be tried again, when it %s; nothing is written', async (_what, port) => {
    const { orders } = shopWith({ tax: port });
    const error = await errorOf(orders.create(mugs()));
    expect([error.code, error.retry]).toEqual(['PORT_FAILED', 'later']);
    expect(await orders.list()).toEqual([]);
  });

  it('is PORT_FAILED when it does not answer in time', async () => {
    const { orders, clock } = shopWith({ discount: { offers: () => new Promise(() => {}) } });
    const creating = errorOf(orders.create(mugs()));
    await clock.advance(10_000);
    expect((await creating).message).toContain('discount.offers did not answer within 10000 ms');
  });

  it('is not asked about what can not be an amount', async () => {
    const { orders } = shopWith({ tax: { rates: () => Promise.reject(new Error('asked')) } });
    expect((await errorOf(orders.create(mugs({ lines: [mugAt(Number.MAX_SAFE_INTEGER)] })))).code).toBe(
      'AMOUNT_OVERFLOW',
    );
  });

  it('lacks its method: the options say so', () => {
    expect(() => shopWith({ tax: {}, discount: { offers: 1 } })).toThrow(
      expect.objectContaining({
        code: 'OPTIONS_INVALID',
        problems: [
          expect.objectContaining({ path: 'ports.discount.offers' }),
          expect.objectContaining({ path: 'ports.tax.rates' }),
        ],
      }),
    );
  });
});

it('No port of prices is asked while the store works on an order', async () => {
  const store = createMemoryStore();
  let working = 0;
  const watched = new Proxy(store, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name);
      if (name !== 'commit' || typeof value !== 'function') return value;
      return async (...args: unknown[]) => {
        working += 1;
        const answer: unknown = await Reflect.apply(value, target, args);
        working -= 1;
        return answer;
      };
    },
  });
  let asked = 0;
  const port: TaxPort = {
    rates: async (request, call) => {
      asked += 1;
      expect(working).toBe(0);
      return tax.rates(request, call);
    },
  };
  const shop = openShop();
  const orders = over(shop, { tax: port }, { store: watched });
  const draft = await orders.createDraft(mugs());
  await orders.editDraft(draft.id, { shipping: delivery });
  await orders.submit(draft.id);
  expect(asked).toBe(3);
});
