import { type CreateInput, createOrders, isOrderError, type Orders } from 'statecart';
import { createMemoryClock, createMemoryStore, createMemoryWorld } from 'statecart/adapters/memory';
import { beforeEach, describe, expect, it } from 'vitest';
import { eventParts as part } from '../../src/machine/index.ts';
import { maxMessageLength } from '../../src/runtime/inbound/cloud-event.ts';
import { maxPageSize } from '../../src/runtime/page.ts';

const line = { productId: 'tea', sku: 'TEA', name: 'Tea', quantity: 1, unitPriceMinor: 100 };
const basket: CreateInput = { currency: 'EUR', lines: [line] };
const payments = (count: number) => Array.from({ length: count }, () => ({ method: 'card', amountMinor: 1 }));
/** An object that is so long as text: `{"k":["…","…"]}`, since no single text may be that long. */
const json = (length: number) => {
  const k: string[] = [];
  for (let left = length - 8; left > 0; ) {
    const size = Math.min(left, 1_003);
    k.push('x'.repeat(Math.max(0, size - 3)));
    left -= size;
  }
  const short = length - JSON.stringify({ k }).length;
  return { k: [...k.slice(0, -1), `${k.at(-1)}${'x'.repeat(short)}`] };
};

let orders: Orders;
beforeEach(() => {
  const clock = createMemoryClock();
  orders = createOrders({ store: createMemoryStore(), ports: createMemoryWorld({ clock }).ports, clock });
});

/** An input at its limit, and one beyond it, with what is wrong there. */
const cases: readonly (readonly [what: string, at: (over: number) => CreateInput, path: string])[] = [
  [
    'lines',
    (over) => ({ ...basket, lines: Array.from({ length: part.maxLines + over }, () => line) }),
    'lines',
  ],
  [
    'units of a line',
    (over) => ({ ...basket, lines: [{ ...line, quantity: part.maxQuantity + over }] }),
    'lines[0].quantity',
  ],
  ['ways of paying', (over) => ({ ...basket, payments: payments(part.maxPayments + over) }), 'payments'],
  [
    'characters of an identifier',
    (over) => ({ ...basket, lines: [{ ...line, sku: 'X'.repeat(part.maxIdLength + over) }] }),
    'lines[0].sku',
  ],
  ['characters of a text', (over) => ({ ...basket, notes: 'x'.repeat(part.maxText + over) }), 'notes'],
  ['characters of metadata', (over) => ({ ...basket, metadata: json(part.maxJson + over) }), 'metadata'],
];

describe('An order takes, and takes no more than, the limit of', () => {
  it.each(cases)('%s', async (_what, at, path) => {
    await orders.createDraft(at(0));
    const error: unknown = await orders.createDraft(at(1)).catch((caught: unknown) => caught);
    expect(error).toMatchObject({ code: 'VALIDATION_FAILED', retry: 'afterFix' });
    expect(isOrderError(error) ? error.problems.map((problem) => problem.path) : []).toEqual([path]);
  });
});

it('A sum of amounts stays within the safe integers', async () => {
  const priced = (unitPriceMinor: number, quantity: number) => ({
    ...basket,
    lines: [{ ...line, unitPriceMinor, quantity }],
  });
  await orders.createDraft(priced(Number.MAX_SAFE_INTEGER, 1));
  await expect(orders.createDraft(priced(Number.MAX_SAFE_INTEGER, 2))).rejects.toMatchObject({
    code: 'AMOUNT_OVERFLOW',
  });
});

it('Pages of orders and of dead letters end at the same length', async () => {
  const beyond = { code: 'LIMIT_EXCEEDED', details: { value: maxPageSize + 1, limit: maxPageSize } };
  expect(await orders.list({ limit: maxPageSize })).toEqual([]);
  expect(await orders.deadLetters.list({ limit: maxPageSize })).toEqual([]);
  await expect(orders.list({ limit: maxPageSize + 1 })).rejects.toMatchObject(beyond);
  await expect(orders.deadLetters.list({ limit: maxPageSize + 1 })).rejects.toMatchObject(beyond);
});

it('A message is taken up to the length that the page says', async () => {
  const event = {
    specversion: '1.0' as const,
    id: 'evt-1',
    source: 'payments',
    type: 'fulfillment.status_changed',
    subject: '0193f5a0-7c1e-7000-8000-000000000007',
    data: { status: 'pending', fulfillmentId: '1', pad: '' },
  };
  const pad = 'x'.repeat(maxMessageLength - JSON.stringify(event.data).length);
  const padded = (more: string) => ({ ...event, data: { ...event.data, pad: pad + more } });
  expect((await orders.receive(padded(''))).status).toBe('ignored');
  await expect(orders.receive(padded('x'))).rejects.toMatchObject({ code: 'VALIDATION_FAILED' });
});
