import { isOrderError } from 'statecart';
import { describe, expect, it } from 'vitest';
import { download, mugs, openShop } from '../runtime/setup.ts';
import { deep, pollution } from './hostile-values.ts';
import { outcomeOf } from './outcome.ts';

const message = (subject: string, data: object, more: object = {}) => ({
  specversion: '1.0' as const,
  id: 'm-1',
  source: 'provider',
  type: 'payment.captured',
  subject,
  data: data as never,
  ...more,
});

/** An order that waits for its money. */
async function awaiting() {
  const shop = openShop({ options: { terms: { paymentOnSubmit: 'later' } } });
  return { ...shop, order: await shop.orders.create(download({ payments: [] })) };
}

describe('payloads', () => {
  it.each([
    ['65 lists', 65, 'list'],
    ['20000 lists', 20_000, 'list'],
    ['20000 objects', 20_000, 'object'],
  ] as const)('of %s within one another are refused, not a stack that overflows', async (_, levels, kind) => {
    const { orders, order } = await awaiting();
    const nested = { deep: deep(levels, kind) };
    const refused = { error: { code: 'VALIDATION_FAILED' } };
    expect(await outcomeOf(() => orders.receive(message(order.id, nested)))).toMatchObject(refused);
    expect(await outcomeOf(() => orders.createDraft(mugs({ metadata: nested as never })))).toMatchObject(
      refused,
    );
    expect(
      await outcomeOf(() =>
        orders.send(order.id, { type: 'hold.place', reason: 'x', more: nested } as never),
      ),
    ).toMatchObject(refused);
  });

  it('as deep as a shop may need them are taken', async () => {
    const { orders } = await awaiting();
    const metadata = { deep: deep(60) } as never;
    expect((await orders.createDraft(mugs({ metadata }))).metadata).toEqual(metadata);
  });

  it('of many megabytes are refused, and soon', async () => {
    const { orders, order } = await awaiting();
    const huge = 'x'.repeat(20_000_000);
    const many = Array.from({ length: 200_000 }, (_, n) => n);
    for (const data of [{ huge }, { many: [...many, ...many] }, { [huge]: 1 }])
      expect(await outcomeOf(() => orders.receive(message(order.id, data)))).toMatchObject({
        error: { code: 'VALIDATION_FAILED' },
      });
    const line = mugs().lines[0]!;
    const lines = Array.from({ length: 100_000 }, () => line);
    expect(await outcomeOf(() => orders.createDraft(mugs({ lines })))).toMatchObject({
      error: { code: 'VALIDATION_FAILED' },
    });
    expect(await outcomeOf(() => orders.createDraft(mugs({ notes: huge })))).toMatchObject({
      error: { code: 'VALIDATION_FAILED' },
    });
  });

  it('that reach for the prototype of all objects change nothing but their own', async () => {
    const { orders, order } = await awaiting();
    for (const [n, data] of pollution().entries()) {
      await outcomeOf(() =>
        orders.receive(message(order.id, { ...data, amountMinor: 900, reference: 'ch_1' }, { id: `p-${n}` })),
      );
      await outcomeOf(() => orders.createDraft(mugs({ metadata: data as never })));
      await outcomeOf(() => orders.send(order.id, data as never));
      await outcomeOf(() => orders.send(order.id, { type: 'hold.place', reason: 'x', ...data } as never));
    }
    expect(Object.keys(Object.prototype)).toEqual([]);
    const transactions = (await orders.get(order.id)).payments.flatMap((payment) => payment.transactions);
    expect(transactions.filter(({ kind }) => kind === 'capture')).toHaveLength(1);
  });

  it('with a name of the prototype as a type are of no known type', async () => {
    const { orders, order } = await awaiting();
    for (const type of [
      '__proto__',
      'constructor',
      'toString',
      'hasOwnProperty',
      'xstate.stop',
      'xstate.init',
      '*',
    ]) {
      expect(await outcomeOf(() => orders.send(order.id, { type } as never))).toMatchObject({
        error: { code: 'UNKNOWN_EVENT' },
      });
      expect(await outcomeOf(() => orders.receive(message(order.id, {}, { type })))).toMatchObject({
        error: { code: 'UNKNOWN_EVENT' },
      });
    }
  });
});

describe('messages', () => {
  it('of one id and another body are refused, whatever the other body is', async () => {
    const { orders, order } = await awaiting();
    const data = { amountMinor: 900, reference: 'ch_1' };
    expect(await orders.receive(message(order.id, data))).toMatchObject({ status: 'stored' });
    for (const other of [
      { ...data, amountMinor: 901 },
      { ...data, reference: 'ch_2' },
      { ...data, method: 'card' },
    ])
      expect(await outcomeOf(() => orders.receive(message(order.id, other)))).toMatchObject({
        error: { code: 'MESSAGE_ID_REUSED' },
      });
    const reordered = { reference: 'ch_1', amountMinor: 900 };
    expect(await orders.receive(message(order.id, reordered))).toMatchObject({ status: 'duplicate' });
    const [payment] = (await orders.get(order.id)).payments;
    expect(payment?.transactions.filter(({ kind }) => kind === 'capture')).toHaveLength(1);
  });

  it('are told apart by source and id, even if both read the same side by side', async () => {
    const { orders, order } = await awaiting();
    const one = message(order.id, { amountMinor: 400, reference: 'ch_1' }, { source: 'bank', id: 'a b' });
    const other = message(order.id, { amountMinor: 500, reference: 'ch_2' }, { source: 'bank a', id: 'b' });
    expect(await orders.receive(one)).toMatchObject({ status: 'stored' });
    expect(await orders.receive(other)).toMatchObject({ status: 'stored' });
    expect((await orders.get(order.id)).axes.payment).toBe('captured');
  });

  it('bring no amount that is no amount into an order', async () => {
    const { orders, order } = await awaiting();
    for (const [n, amountMinor] of [
      Number.NaN,
      -0,
      0,
      -900,
      0.5,
      2 ** 53,
      1e21,
      Number.POSITIVE_INFINITY,
      '900',
      [900],
      null,
    ].entries()) {
      const outcome = await outcomeOf(() =>
        orders.receive(message(order.id, { amountMinor, reference: 'ch_1' }, { id: `n-${n}` })),
      );
      expect(outcome).toMatchObject({ error: { code: 'VALIDATION_FAILED' } });
    }
    expect((await orders.get(order.id)).payments).toEqual(order.payments);
  });

  it('claim neither that a deadline has come nor that a request was made', async () => {
    const { orders, order } = await awaiting();
    for (const type of [
      'deadline.reached',
      'operation.unknown',
      'order.cancel',
      'payment.refund',
      'review.approve',
    ]) {
      const outcome = await outcomeOf(() =>
        orders.receive(message(order.id, { name: 'draft', reason: 'x' }, { type })),
      );
      expect('error' in outcome && isOrderError(outcome.error)).toBe(true);
    }
    expect(await orders.get(order.id)).toEqual(order);
  });
});
