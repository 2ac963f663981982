import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openPglite } from '../../src/adapters/pglite/index.ts';
import { type Ended, runDemo } from '../support/run-program.ts';
import { expectedEnds } from './expected-ends.ts';
import { readRows, tableUnder } from './read-tables.ts';

/** A run takes about twenty seconds on two cores with nothing else to do. */
const patienceMs = 240_000;

let root: string;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'statecart-demo-'));
});
afterAll(() => rm(root, { recursive: true, force: true }));

function endsOf(out: string): Record<string, string> {
  return Object.fromEntries(
    readRows(out).map(({ title, status, payment, stock, fulfillment }) => [
      title,
      [status, payment, stock, fulfillment].join(' | '),
    ]),
  );
}

describe('the demo', () => {
  let folder: string;
  let first: Ended;
  beforeAll(async () => {
    folder = join(root, 'plain');
    first = await runDemo('--dir', folder);
  }, patienceMs);

  it('takes every order to the end that its story has', () => {
    expect(first.err).toBe('');
    expect(first.code).toBe(0);
    expect(endsOf(first.out)).toEqual(expectedEnds);
  });

  it('finds every order in agreement with the provider and the warehouses', () => {
    const rows = readRows(first.out);
    expect(rows).toHaveLength(40);
    expect(rows.filter(({ books }) => books.at(-1) !== 'agree')).toEqual([]);
    const currencies = tableUnder('By currency', first.out);
    expect(currencies.map(([currency]) => currency)).toEqual(['EUR', 'GBP', 'JPY', 'KWD', 'USD']);
    expect(currencies.every((row) => row.at(-1) === 'agree')).toBe(true);
    expect(first.out).toContain('40 orders, all books agree');
  });

  it('charges one of two buyers of the last unit, and never the other', () => {
    const rows = readRows(first.out).filter(({ title }) => title.startsWith('The last vase'));
    expect(rows.map(({ books }) => [books[1], books[2], books[3], books[4]])).toEqual([
      ['424.95', 'EUR', '424.95', '424.95'],
      ['424.95', 'EUR', '0.00', '0.00'],
    ]);
  });

  it('tells each order’s life, refusals too', () => {
    expect(first.out).toMatch(
      /SC-1001 {2}Two slate mugs, the plain case ─+ two-mugs · 30\.75 EUR · delivered\n/,
    );
    expect(first.out).toMatch(/payment\.captured 30\.75 EUR +pending → confirmed · payment captured/);
    expect(first.out).toContain(
      'payment.add refused: nothing more is to be paid while the order is `failed`',
    );
    expect(first.out).toContain('operation.unknown');
    expect(first.out.split('\n').filter((line) => Array.from(line).length > 120)).toEqual([
      expect.stringContaining('all books agree'),
    ]);
  });

  it('goes on with what is there, and says so', { timeout: patienceMs }, async () => {
    const again = await runDemo('--dir', folder, '--quiet');
    expect(again.code).toBe(0);
    expect(again.out).toContain('40 orders are here already, 0 new; all are settled.');
    expect(again.out).toContain('nothing was left to do');
    expect(readRows(again.out)).toEqual(readRows(first.out));
    expect(again.out).not.toContain('order.submit');
  });

  it('prints one order’s life when it is asked for one', { timeout: patienceMs }, async () => {
    const one = await runDemo('--dir', folder, '--only', 'lost-parcel');
    expect(one.code).toBe(0);
    expect(one.out.match(/order\.submit/g)).toHaveLength(1);
    expect(one.out).toContain('shipment.lost');
    const none = await runDemo('--dir', folder, '--only', 'no-such-order');
    expect(none).toMatchObject({ code: 1, out: '' });
    expect(none.err).toContain('There is no order "no-such-order". The keys are: two-mugs, ');
  });

  it('is told when another process has the folder', { timeout: patienceMs }, async () => {
    const { close } = await openPglite(join(folder, 'database'));
    try {
      const second = await runDemo('--dir', folder);
      expect(second.code).toBe(1);
      expect(second.out).toBe('');
      expect(second.err).toContain(`database is in use by process ${process.pid} on `);
    } finally {
      await close();
    }
  });

  it('keeps a folder to the file it began with', { timeout: patienceMs }, async () => {
    const file = join(root, 'other.json');
    await writeFile(file, JSON.stringify(smallShop()));
    const other = await runDemo('--dir', folder, '--file', file);
    expect(other).toMatchObject({ code: 1, out: '' });
    expect(other.err).toContain('holds the orders of another file');
  });
});

describe('the demo with its worker killed in the middle', () => {
  it('finishes every order in the next run, and the books agree', { timeout: patienceMs }, async () => {
    const folder = join(root, 'killed');
    const killed = await runDemo('--dir', folder, '--kill', '--seed', '11');
    expect(killed).toMatchObject({ code: 0, err: '' });
    expect(killed.out).toMatch(
      /Killed the worker \(process \d+\) with SIGKILL after \d+ commits \(--seed 11\)\.\n {2}It died in the middle of \w+\.\w+, /,
    );
    const [, here, underWay] =
      /On disk: (\d+) of 40 orders; \d+ at their end, (\d+) under way/.exec(killed.out) ?? [];
    expect(Number(here)).toBeGreaterThan(0);
    expect(Number(underWay)).toBeGreaterThan(0);

    const next = await runDemo('--dir', folder, '--quiet');
    expect(next).toMatchObject({ code: 0, err: '' });
    expect(next.out).toContain(`${here} orders are here already, ${40 - Number(here)} new; `);
    expect(endsOf(next.out)).toEqual(expectedEnds);
    expect(readRows(next.out).filter(({ books }) => books.at(-1) !== 'agree')).toEqual([]);
  });
});

describe('a file of one’s own', () => {
  it('runs', { timeout: patienceMs }, async () => {
    const file = join(root, 'small.json');
    await writeFile(file, JSON.stringify(smallShop()));
    const run = await runDemo('--dir', join(root, 'small'), '--file', file);
    expect(run).toMatchObject({ code: 0, err: '' });
    expect(endsOf(run.out)).toEqual({ 'A book': 'delivered | captured | confirmed | delivered' });
  });

  it('is refused with every mistake by its path, and nothing is written', async () => {
    const file = join(root, 'broken.json');
    const [order] = smallShop().orders;
    const [line] = order.lines;
    const orders = [
      order,
      {
        ...order,
        key: 'two',
        lines: [
          { ...line, quantity: -2 },
          { ...line, unitPriceMinor: 2 ** 60 },
        ],
      },
      { ...order, key: 'three', lines: [line, { ...line, currency: 'USD' }] },
      { ...order, key: 'four', lines: [{ ...line, unitPriceMinor: Number.MAX_SAFE_INTEGER, quantity: 2 }] },
      // oxlint-disable-next-line unicorn/no-thenable -- a list, as it stands in the file; no function
      { ...order, key: 'five', payments: [], then: [{ after: 'soon', do: 'order.cancle' }] },
      { ...order, key: 'six', shippingAddress: null },
      { ...order, colour: 'blue' },
    ];
    await writeFile(file, JSON.stringify({ ...smallShop(), orders }));
    const folder = join(root, 'never-made');
    const run = await runDemo('--dir', folder, '--file', file);
    expect(run).toMatchObject({ code: 1, out: '' });
    const said = run.err.split('\n').map((text) => text.trim());
    for (const mistake of [
      'orders[1].lines[0].quantity: is -2; must be at least 1',
      'orders[1].lines[1].unitPriceMinor: is 1152921504606847000; must be a whole number of minor units within the safe integers',
      'orders[2].lines[1].currency: is "USD", but the order is in "EUR"; an order has one currency',
      'orders[3].lines[0]: costs 9007199254740991 × 2, which is more than the largest safe integer, 9007199254740991',
      "orders[5]: can't be placed: goods are to be sent, and there is no shipping address",
      'orders[6].colour: is not known here',
      'orders[6].key: is "one", which orders[0] has already',
      'Nothing was written.',
    ])
      expect(said).toContain(mistake);
    expect(run.err).toContain(
      'orders[4].then[0].do: is "order.cancle"; must be one of draft.touch, order.submit',
    );
    expect(existsSync(folder)).toBe(false);
  });

  it('is refused with line and column when it is no JSON', async () => {
    const file = join(root, 'torn.json');
    await writeFile(file, '{\n  "shop": { "name": "Torn", }\n}\n');
    const run = await runDemo('--dir', join(root, 'never-made'), '--file', file);
    expect(run).toMatchObject({ code: 1, out: '' });
    expect(run.err).toContain('line 2, column 29: found "}"; expected a name in double quotes');
  });
});

describe('the command line', () => {
  it('explains itself, and names what it does not know', async () => {
    const [asked, wrong] = await Promise.all([runDemo('--help'), runDemo('--kil')]);
    expect(asked).toMatchObject({ code: 0, err: '' });
    for (const option of ['--only', '--quiet', '--file', '--kill', '--seed', '--dir'])
      expect(asked.out).toContain(option);
    expect(wrong).toMatchObject({ code: 1, out: '' });
    expect(wrong.err).toContain("Unknown option '--kil'");
  });
});

function smallShop() {
  return {
    shop: { name: 'A bookshop', opens: '2026-03-02T08:00:00Z', stock: { attic: { BOOK: 3 } } },
    orders: [
      {
        key: 'one',
        title: 'A book',
        placed: '5m',
        currency: 'EUR',
        customer: { kind: 'guest', email: 'reader@example.com' },
        lines: [{ sku: 'BOOK', name: 'A book', quantity: 1, unitPriceMinor: 1_900 }],
        shippingAddress: { name: 'A Reader', line1: 'Quiet Lane 1', city: 'Bath', country: 'GB' },
        payments: [{ method: 'card', token: 'tok_visa' }],
      },
    ],
  } as const;
}
