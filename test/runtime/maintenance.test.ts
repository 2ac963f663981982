import { expect, it } from 'vitest';
import { day, minute } from '../support/given.ts';
import { mugs, openShop, without } from './setup.ts';

const captured = (id: string, subject: string) => ({
  specversion: '1.0' as const,
  id,
  source: 'payments',
  type: 'payment.confirmed',
  subject,
  data: { amountMinor: 2_500, reference: id },
});

it('works off what is due, and deletes drafts that nobody placed once they are old', async () => {
  const { orders, clock, store } = openShop();
  const draft = await orders.createDraft(mugs());
  const placed = await orders.create(mugs());
  await orders.drain();
  const before = await orders.get(placed.id);
  await clock.advance(40 * minute);
  const [deadlines, drafts] = await orders.maintenance({ jobs: ['deadlines', 'drafts'] });
  expect(deadlines).toMatchObject({ job: 'deadlines', done: 1, more: false });
  expect(drafts).toMatchObject({ job: 'drafts', done: 0, ids: [] });
  expect((await orders.get(draft.id)).axes.status).toBe('cancelled');
  await orders.drain();
  await clock.advance(8 * day);
  const [gone] = await orders.maintenance({ jobs: ['drafts'] });
  expect(gone).toMatchObject({ done: 1, more: false, ids: [draft.id] });
  await expect(orders.get(draft.id)).rejects.toMatchObject({ code: 'ORDER_NOT_FOUND' });
  expect(await store.load([draft.id])).toEqual([]);
  expect(await orders.get(placed.id)).toEqual(before);
});

it('makes dead letters of messages whose order never came, which can be put back', async () => {
  const { orders, clock } = openShop({ options: { terms: { paymentOnSubmit: 'later' } } });
  const id = '0198f0aa-0000-7000-8000-0000000000ff';
  await orders.receive(captured('m-1', id));
  await clock.advance(8 * day);
  const [parked] = await orders.maintenance({ jobs: ['parked'] });
  expect(parked).toMatchObject({ done: 1, more: false });
  const [letter] = await orders.deadLetters.list();
  expect(letter).toMatchObject({ id: parked?.ids[0], kind: 'message', orderId: null });
  expect(letter?.error).toContain(id);
  await orders.create(mugs({ id, payments: [] }), {});
  await orders.deadLetters.redrive(letter?.id ?? '');
  await orders.drain();
  expect((await orders.get(id)).payments).toMatchObject([{ transactions: [{}, { kind: 'capture' }] }]);
});

it('forgets messages and refusals by their age, each by its own', async () => {
  const { orders, clock } = openShop({ options: { terms: { paymentOnSubmit: 'later' } } });
  const { id } = await orders.create(mugs({ payments: [] }));
  await orders.receive(captured('m-1', id));
  await orders.drain();
  const refused = await orders.trySend(id, { type: 'draft.edit', notes: 'late' });
  expect(refused.ok).toBe(false);
  const usual = await orders.maintenance();
  expect(usual.map(({ job, done }) => [job, done])).toEqual([
    ['deadlines', 0],
    ['drafts', 0],
    ['parked', 0],
    ['messages', 0],
    ['refusals', 0],
  ]);
  await clock.advance(2 * day);
  const [messages, refusals] = await orders.maintenance({
    jobs: ['refusals', 'messages'],
    olderThanMs: { messages: day, refusals: day },
  });
  expect([messages?.job, messages?.done, refusals?.job, refusals?.done]).toEqual([
    'messages',
    1,
    'refusals',
    1,
  ]);
  const { journal } = await orders.history(id);
  expect(journal.some(({ outcome }) => outcome === 'refused')).toBe(false);
  expect(journal.length).toBeGreaterThan(2);
});

it('hands journals to the archive before they go, and keeps them when it fails', async () => {
  const { orders, clock } = openShop();
  const { id } = await orders.create(mugs());
  await orders.cancel(id, { reason: 'customer_request' });
  await orders.drain();
  const whole = await orders.history(id);
  await clock.advance(400 * day);
  const failing = orders.maintenance({
    jobs: ['journals'],
    archive: () => Promise.reject(new Error('disk full')),
  });
  await expect(failing).rejects.toThrow('disk full');
  expect(await orders.history(id)).toEqual(whole);
  const kept: unknown[] = [];
  const [report] = await orders.maintenance({
    jobs: ['journals'],
    archive: async (journals) => void kept.push(...journals),
  });
  expect(kept).toMatchObject([{ orderId: id, ...whole }]);
  expect(report).toMatchObject({ done: whole.history.length + whole.journal.length, more: false });
  expect(await orders.history(id)).toEqual({ history: [], journal: [] });
  expect((await orders.get(id)).axes.status).toBe('cancelled');
});

it('finds orders that do not fit together, changes nothing, and goes on where it ended', async () => {
  const { orders, store } = openShop();
  const [good, bad] = [await orders.create(mugs()), await orders.create(mugs())];
  await orders.drain();
  const [stored] = await store.load([bad.id]);
  const order = stored!.order;
  const change = { before: order.version, history: [], journal: [], commands: [], events: [], withdrawn: [] };
  const broken = {
    ...order,
    version: order.version + 1,
    axes: { ...order.axes, payment: 'voided' as const },
  };
  const write = { orderId: bad.id, now: 0, creation: null, settlement: null };
  await store.commit([{ ...write, change: { ...change, order: broken } }]);
  const [report] = await orders.maintenance({ jobs: ['consistency'], batch: 1 });
  expect(report).toMatchObject({ done: 2, more: false, last: bad.id });
  expect(report?.findings).toEqual([
    { orderId: bad.id, problem: `payment is voided, and its ledger says ${order.axes.payment}` },
  ]);
  expect((await store.load([bad.id]))[0]?.order).toEqual(broken);
  const [rest] = await orders.maintenance({ jobs: ['consistency'], after: good.id });
  expect(rest).toMatchObject({ done: 1, last: bad.id });
});

it('says what is wrong with how it is asked, and what a store lacks', async () => {
  const shop = openShop();
  const { orders, store } = shop;
  await expect(orders.maintenance({ jobs: ['journals'] })).rejects.toMatchObject({ code: 'OPTIONS_INVALID' });
  await expect(orders.maintenance({ batch: 0 })).rejects.toThrow(/batch/);
  const poor = shop.another({ store: without(store, 'upkeep') });
  await expect(poor.maintenance()).rejects.toMatchObject({ code: 'NOT_ALLOWED' });
});
