import { createMemoryCustomers, type MemoryCustomers } from 'statecart/adapters/memory';
import { createAddressRules } from 'statecart/adapters/rules';
import type { AddressPort } from 'statecart/ports';
import { describe, expect, it } from 'vitest';
import { errorOf } from './errors.ts';
import { mugs, openShop, type Shop } from './setup.ts';

const berlin = {
  name: 'Ada',
  line1: 'Unter den Linden 1',
  city: 'Berlin',
  country: 'DE',
  postalCode: '10117',
};
const home = { customerAddressId: 'home', ...berlin };
const work = { customerAddressId: 'work', ...berlin, line1: 'Torstr. 1', postalCode: '10119' };
const ada = { kind: 'registered' as const, customerId: 'ada' };

/** A shop whose ports and options are added to. */
function shopWith(more: Record<string, unknown>, options: Record<string, unknown> = {}): Shop {
  const shop = openShop();
  const { payments: payment, warehouse, fulfillment, shipping, notifications: notification } = shop.world;
  const ports = { payment, warehouse, fulfillment, shipping, notification, ...more };
  return { ...shop, orders: shop.another({ ...options, ports }) };
}
const customers = (): MemoryCustomers =>
  createMemoryCustomers([{ customerId: 'ada', addresses: [home, work] }]);
const checked = () => shopWith({ address: createAddressRules(), customer: customers() });
const problemsOf = async (attempt: Promise<unknown>) =>
  (await errorOf(attempt)).problems.map(({ path, code }) => `${path} ${code}`);

describe('addresses', () => {
  it('come into the order in their usual form, wherever they are given', async () => {
    const { orders } = checked();
    const untidy = { ...berlin, city: ' Berlin ', country: 'de', postalCode: 'D-10117' };
    const tidy = expect.objectContaining({ city: 'Berlin', country: 'DE', postalCode: '10117' }) as unknown;
    const order = await orders.create(mugs({ shippingAddress: untidy, billingAddress: untidy }));
    expect(order.addresses).toEqual({ shipping: tidy, billing: tidy });
    const draft = await orders.createDraft(mugs({ shippingAddress: null }));
    expect((await orders.editDraft(draft.id, { shippingAddress: untidy })).addresses.shipping).toEqual(tidy);
    const placed = await orders.changeAddress(order.id, {
      shippingAddress: { ...untidy, line1: ' Torstr.  1' },
    });
    expect(placed.addresses.shipping).toMatchObject({ line1: 'Torstr. 1', postalCode: '10117' });
  });

  it('are refused with all that is wrong with each, and nothing is written', async () => {
    const { orders, store } = checked();
    const wrong = { ...berlin, postalCode: '1011' };
    const nowhere = { ...berlin, country: 'UK', name: ' ' };
    const expected = [
      'shippingAddress.postalCode postal_code_malformed',
      'billingAddress.name field_empty',
      'billingAddress.country country_unknown',
    ];
    const input = mugs({ shippingAddress: wrong, billingAddress: nowhere });
    expect(await problemsOf(orders.create(input))).toEqual(expected);
    expect(await problemsOf(orders.createDraft(input))).toEqual(expected);
    expect(await store.list({ limit: 10 })).toEqual([]);
    const order = await orders.create(mugs({ shippingAddress: berlin }));
    const change = { shippingAddress: wrong, billingAddress: nowhere };
    expect(await problemsOf(orders.changeAddress(order.id, change))).toEqual(expected);
    expect((await orders.get(order.id)).version).toBe(order.version);
  });

  it('say which field is missing, whether written out or named', async () => {
    const { orders } = checked();
    const incomplete = { shippingAddress: { name: 'Ada', city: 'Berlin' } as never };
    expect(await problemsOf(orders.create(mugs(incomplete)))).toEqual([
      'shippingAddress.line1 invalid_type',
      'shippingAddress.country invalid_type',
    ]);
    const odd = { shippingAddress: { customerAddressId: 7 } as never };
    expect(await problemsOf(orders.create(mugs(odd)))).toEqual([
      'shippingAddress.customerAddressId invalid_type',
    ]);
  });

  it('of a draft are looked at again when it is submitted: what a port would write otherwise is edited first', async () => {
    const shop = checked();
    const plain = shop.another();
    const draft = await plain.createDraft(mugs({ shippingAddress: { ...berlin, postalCode: 'd-10117' } }));
    const order = await shop.orders.submit(draft.id);
    expect(order.addresses.shipping?.postalCode).toBe('10117');
    expect((await shop.orders.history(order.id)).journal.map(({ type }) => type)).toEqual([
      'order.create',
      'draft.edit',
      'order.submit',
    ]);
    const bad = await plain.createDraft(mugs({ shippingAddress: { ...berlin, postalCode: 'x' } }));
    expect(await problemsOf(shop.orders.submit(bad.id))).toEqual([
      'shippingAddress.postalCode postal_code_malformed',
    ]);
  });

  it('may be named: the order gets a copy that stays as it was, and knows where it came from', async () => {
    const book = customers();
    const { orders } = shopWith({ customer: book });
    const named = {
      shippingAddress: { customerAddressId: 'home' },
      billingAddress: { customerAddressId: 'work' },
    };
    const order = await orders.create(mugs({ customer: ada, ...named }));
    expect(order.addresses.shipping).toMatchObject({
      customerAddressId: 'home',
      line1: 'Unter den Linden 1',
    });
    expect(order.addresses.billing).toMatchObject({ customerAddressId: 'work', line1: 'Torstr. 1' });
    book.set({ customerId: 'ada', addresses: [{ ...home, line1: 'Moved 1' }] });
    expect((await orders.get(order.id)).addresses.shipping?.line1).toBe('Unter den Linden 1');
    const changed = await orders.changeAddress(order.id, { shippingAddress: { customerAddressId: 'home' } });
    expect(changed.addresses.shipping?.line1).toBe('Moved 1');
    expect(changed.addresses.billing).toEqual(order.addresses.billing);
  });

  it('may be looked up in a service of their own', async () => {
    const asked: string[] = [];
    const customer = {
      get: async () => ({ customerId: 'ada' }),
      getAddresses: async (customerId: string) => (asked.push(customerId), [work]),
    };
    const { orders } = shopWith({ customer });
    const draft = await orders.createDraft(mugs({ customer: ada }));
    expect(asked).toEqual([]);
    await orders.editDraft(draft.id, { billingAddress: { customerAddressId: 'work' } });
    expect(asked).toEqual(['ada']);
  });

  it('that can not be found are a problem, said once: strangers to the address book, of guests, with nobody to ask', async () => {
    const { orders } = checked();
    const named = { shippingAddress: { customerAddressId: 'nowhere' } };
    expect(await problemsOf(orders.create(mugs({ customer: ada, ...named })))).toEqual([
      'shippingAddress.customerAddressId address_not_found',
    ]);
    expect(await problemsOf(orders.create(mugs(named)))).toEqual([
      'shippingAddress.customerAddressId address_unresolved',
    ]);
    const order = await orders.create(mugs({ shippingAddress: berlin }));
    const error = await errorOf(orders.changeAddress(order.id, named));
    expect(error).toMatchObject({
      code: 'NOT_ALLOWED',
      details: { refusals: [{ code: 'address_unresolved' }] },
    });
    const shop = openShop();
    const transaction = shop.store.begin();
    const joined = shop.orders.join(transaction).create(mugs({ customer: ada, ...named }));
    expect(await problemsOf(joined)).toEqual(['shippingAddress.customerAddressId address_unresolved']);
    await transaction.rollback();
  });

  it('can be prepared, and created in a transaction of the caller', async () => {
    const { orders, store } = checked();
    const prepared = await orders.prepare(
      mugs({ customer: ada, shippingAddress: { customerAddressId: 'home' } }),
    );
    const transaction = store.begin();
    const order = await orders.join(transaction).create(prepared);
    await transaction.commit();
    expect((await orders.get(order.id)).addresses.shipping?.customerAddressId).toBe('home');
  });

  it('wait for a port that does not answer as it should: nothing is written, and it may be tried again', async () => {
    const broken: AddressPort = { validate: async () => ({ status: 'fine' }) as never };
    const { orders } = shopWith({ address: broken });
    expect(await errorOf(orders.create(mugs()))).toMatchObject({
      code: 'PORT_FAILED',
      retry: 'later',
      details: { call: 'address.validate' },
    });
  });
});

describe('everything that stands against an order', () => {
  it('is said at once: what ports found and what rules object to, with values and limits', async () => {
    const terms = { limits: { minOrderMinor: { EUR: 9_900 }, maxUnits: 1 }, paymentMethods: { invoice: {} } };
    const { orders } = shopWith({ address: createAddressRules(), customer: customers() }, { terms });
    const input = mugs({
      customer: { kind: 'registered', customerId: 'nobody' },
      shippingAddress: { ...berlin, postalCode: 'x' },
    });
    const expected = [
      { path: 'customer.customerId', code: 'customer_not_found' },
      { path: 'shippingAddress.postalCode', code: 'postal_code_malformed' },
      { path: 'totals', code: 'order_amount_too_low', value: 2_500, limit: 9_900 },
      { path: 'lines', code: 'too_many_units', value: 2, limit: 1 },
      { path: 'payments[0]', code: 'payment_method_not_allowed', value: 'card', limit: ['invoice'] },
    ];
    expect(await errorOf(orders.create(input))).toMatchObject({
      code: 'VALIDATION_FAILED',
      problems: expected,
    });
  });

  it('is said of a draft as well, whose refusal is recorded with who asked, and no number is taken', async () => {
    const terms = { limits: { maxUnits: 1 } };
    const shop = shopWith({ address: createAddressRules() }, { terms });
    const plain = shop.another({ terms });
    const secret = 'Geheimweg 7';
    const bad = { ...berlin, line1: secret, postalCode: 'secret-code' };
    const draft = await plain.createDraft(mugs({ customer: null, shippingAddress: bad }));
    const result = await shop.orders.trySend(
      draft.id,
      { type: 'order.submit', number: 'SC-X', allocations: [] },
      { actor: 'user-7' },
    );
    expect(result).toMatchObject({ ok: false, error: { code: 'VALIDATION_FAILED' } });
    if (result.ok) throw new Error('it was placed');
    expect(result.error.problems.map(({ code }) => code)).toEqual([
      'postal_code_malformed',
      'customer_missing',
      'too_many_units',
    ]);
    expect(result.refusals.map(({ rule }) => rule)).toEqual(['submit.customer', 'limit.units']);
    const { journal } = await shop.orders.history(draft.id);
    expect(journal.at(-1)).toMatchObject({
      type: 'order.submit',
      outcome: 'refused',
      meta: { actor: 'user-7' },
      anomaly: { code: 'customer_missing' },
    });
    expect(journal.at(-1)?.anomaly?.message).toContain('shippingAddress.postalCode: postal_code_malformed');
    expect(JSON.stringify(journal)).not.toContain('secret');
    expect(await shop.store.nextNumber()).toBe(1);
    expect(shop.observer.of('refused')).toHaveLength(1);
  });

  it('is what the rules say when the ports can not be asked', async () => {
    const catalog = { find: async () => Promise.reject(new Error('down')) };
    const shop = shopWith({ catalog });
    const draft = await shop.another().createDraft(mugs({ customer: null }));
    expect((await errorOf(shop.orders.submit(draft.id))).code).toBe('NOT_ALLOWED');
  });
});

describe('limits over a customer’s orders', () => {
  it('count what the store has: open orders, those of the window, what they amount to', async () => {
    const terms = { limits: { maxOpenOrders: 2, maxCustomerOrders: 3, maxCustomerMinor: { EUR: 7_500 } } };
    const { orders, clock } = shopWith({}, { terms });
    const again = (email = 'ada@example.com') => orders.create(mugs({ customer: { kind: 'guest', email } }));
    const [first] = [await again(), await again('ADA@example.com')];
    expect((await errorOf(again())).details['refusals']).toMatchObject([
      { rule: 'limit.customer.open', value: 3, limit: 2 },
    ]);
    await again('ben@example.com');
    await orders.cancel(first.id, { reason: 'changed_mind' });
    await again();
    expect((await errorOf(again())).details['refusals']).toMatchObject([
      { rule: 'limit.customer.open' },
      // Cancelled orders do not count: two of three are there.
    ]);
    await clock.advance(86_400_001);
    for (const id of await orders.list().then((all) => all.map((one) => one.id)))
      await orders.cancel(id, { reason: 'changed_mind' }).catch(() => null);
    for (const _ of [1, 2]) await again();
    const error = await errorOf(again());
    expect(error.details['refusals']).toMatchObject([{ rule: 'limit.customer.open' }]);
  });

  it('see nobody who submits in the same moment: that is how far they hold', async () => {
    const { orders } = shopWith({}, { terms: { limits: { maxOpenOrders: 1 } } });
    const both = await Promise.allSettled([orders.create(mugs()), orders.create(mugs())]);
    expect(both.some(({ status }) => status === 'fulfilled')).toBe(true);
    expect((await errorOf(orders.create(mugs()))).code).toBe('NOT_ALLOWED');
  });
});

describe('an order that is placed twice', () => {
  const duplicates = (outcome: string) => ({ terms: { duplicates: { outcome, windowMs: 60_000 } } });

  it('is refused within the window, whichever way its lines are written, and for its customer alone', async () => {
    const { orders, clock } = shopWith({}, duplicates('refuse'));
    const first = await orders.create(mugs());
    const line = { productId: 'p-mug', sku: 'MUG', name: 'Mug', quantity: 1, unitPriceMinor: 1_250 };
    const split = mugs({ lines: [line, line], customer: { kind: 'guest', email: 'Ada@Example.com' } });
    expect((await errorOf(orders.create(split))).details['refusals']).toMatchObject([
      { rule: 'submit.duplicate', value: first.number, limit: 60_000 },
    ]);
    await orders.create(mugs({ customer: { kind: 'guest', email: 'ben@example.com' } }));
    await orders.create(mugs({ lines: [{ ...line, quantity: 3 }] }));
    const draft = await orders.createDraft(mugs());
    expect((await errorOf(orders.submit(draft.id))).code).toBe('NOT_ALLOWED');
    await clock.advance(60_001);
    expect((await orders.submit(draft.id)).axes.status).toBe('pending');
  });

  it('may be placed again once the other is cancelled', async () => {
    const { orders } = shopWith({}, duplicates('refuse'));
    const first = await orders.create(mugs());
    await orders.cancel(first.id, { reason: 'wrong_address' });
    expect((await orders.create(mugs())).axes.status).toBe('pending');
  });

  it('is held for a person where the terms have it reviewed, and no money moves until then', async () => {
    const { orders, world } = shopWith({}, duplicates('review'));
    const first = await orders.create(mugs());
    const second = await orders.create(mugs());
    await orders.drain();
    expect((await orders.get(first.id)).axes.payment).toBe('captured');
    const held = await orders.get(second.id);
    expect(held.axes).toMatchObject({ review: 'held', payment: 'awaiting', stock: 'reserved' });
    expect(held.holds).toMatchObject([{ kind: 'duplicate', reason: `the same as order ${first.number}` }]);
    expect(Object.keys(world.payments.book().calls).every((key) => key.startsWith(first.id))).toBe(true);
    await orders.approveReview(second.id, { note: 'wants two' }, { actor: 'grace' });
    await orders.drain();
    expect((await orders.get(second.id)).axes.status).toBe('confirmed');
  });

  it('is one order with an idempotencyKey, whatever the terms say of duplicates', async () => {
    const { orders } = shopWith({}, duplicates('refuse'));
    const [one, other] = await Promise.all(
      [1, 2].map(() => orders.create(mugs(), { idempotencyKey: 'cart-7' })),
    );
    expect(one?.id).toBe(other?.id);
  });
});

describe('a message to a customer', () => {
  it('goes with what the customer wants now, and not at all to one who wants none', async () => {
    const book = customers();
    const { orders, world } = shopWith({ customer: book });
    book.set({ customerId: 'ada', preferences: { locale: 'de-AT', channels: ['sms'] } });
    await orders.create(mugs({ customer: ada }));
    await orders.drain();
    const sent = () => world.notifications.book().sent;
    expect(sent().at(-1)?.preferences).toEqual({ locale: 'de-AT', channels: ['sms'] });
    const before = sent().length;
    book.set({ customerId: 'ada', preferences: { channels: [] } });
    await orders.create(mugs({ customer: ada }));
    await orders.drain();
    expect(sent()).toHaveLength(before);
    await orders.create(mugs());
    await orders.drain();
    expect(sent().at(-1)?.preferences).toBeNull();
  });
});
