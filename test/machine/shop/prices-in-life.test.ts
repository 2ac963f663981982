import fc from 'fast-check';
import { type DraftInput, type EventInput, payableMinor } from 'statecart/machine';
import { describe, expect, test } from 'vitest';
import { worth } from '../../../src/machine/ledgers/lines.ts';
import { given, goods, type Life } from '../../support/given.ts';
import { priced, prices } from '../../support/priced.ts';

/** A price of 24.00 with 20 % tax in it, 4.00 off. */
const inclusive = goods('mug', {
  quantity: 3,
  unitPriceMinor: 800,
  discountMinor: 400,
  discounts: [{ id: 'welcome', code: 'WELCOME', name: 'Welcome', scope: 'order', amountMinor: 400 }],
  taxMinor: 333,
  includedTaxMinor: 333,
  taxes: [{ name: 'VAT', ratePercent: '20', baseMinor: 1_667, amountMinor: 333, included: true }],
});
const onTop = goods('book', {
  unitPriceMinor: 1_000,
  taxMinor: 70,
  taxes: [{ name: 'VAT', ratePercent: '7', baseMinor: 1_000, amountMinor: 70 }],
});
const delivery: NonNullable<DraftInput['shipping']> = {
  amountMinor: 600,
  discountMinor: 300,
  discounts: [{ id: 'post', name: 'Half the post', scope: 'shipping', amountMinor: 300 }],
  taxMinor: 50,
  includedTaxMinor: 50,
  taxes: [{ name: 'VAT', ratePercent: '20', baseMinor: 250, amountMinor: 50, included: true }],
};

describe('an order with tax in some prices and on top of others', () => {
  test('comes to prices less discounts, plus the tax that is not in them', () => {
    const { order } = given({ lines: [inclusive, onTop], shipping: delivery, discountCodes: ['WELCOME'] });
    expect(order.lines.map((line) => line.totalMinor)).toEqual([2_000, 1_070]);
    expect(order.shippingCharge.totalMinor).toBe(300);
    expect(order.totals).toEqual({
      subtotalMinor: 3_400,
      discountMinor: 700,
      taxMinor: 453,
      includedTaxMinor: 383,
      shippingMinor: 600,
      shippingTaxMinor: 50,
      totalMinor: 3_370,
    });
    expect(order.discountCodes).toEqual(['WELCOME']);
    expect(order.discounts.map(({ id, code, amountMinor }) => [id, code, amountMinor])).toEqual([
      ['welcome', 'WELCOME', 400],
      ['post', null, 300],
    ]);
  });

  test('authorizes and captures what it comes to, and gives it all back when it is cancelled', () => {
    const life = given({ lines: [inclusive, onTop], shipping: delivery })
      .submit()
      .settle();
    expect(life.money).toEqual([3_370, 0, 0]);
    life.when({ type: 'order.cancel', reason: 'customer_request' }).settle();
    expect(life.money).toEqual([3_370, 3_370, 0]);
  });

  test('captures on shipment what the parcel holds, delivery with the first', () => {
    const life = given({
      lines: [inclusive, onTop],
      shipping: delivery,
      terms: { capturePolicy: 'on_shipment' },
    })
      .submit()
      .settle();
    life.pack({ mug: 1 }).settle();
    expect(life.money).toEqual([667 + 300, 0, 3_370 - 967]);
    life.pack().settle();
    expect(life.money).toEqual([3_370, 0, 0]);
  });

  test('gives back, unit by unit, what the customer paid for them, tax and discount included', () => {
    const life = given({ lines: [inclusive, onTop], shipping: delivery })
      .submit()
      .settle();
    life.pack().settle().parcel('dispatched').settle().parcel('delivered').settle();
    const back = [667, 666, 667].map((expected, index) => {
      life.when({ type: 'return.request', lines: [{ lineId: 'mug', quantity: 1 }], reason: 'broken' });
      const returnId = life.order.returns.at(-1)?.id ?? '';
      const before = life.money[1];
      life
        .when({ type: 'return.received', returnId, lines: [{ lineId: 'mug', received: 1, sellable: 1 }] })
        .settle();
      return { index, expected, given: life.money[1] - before };
    });
    expect(back.map((entry) => entry.given)).toEqual(back.map((entry) => entry.expected));
    expect(life.order.lines[1]?.counts.returned).toBe(0);
  });
});

describe('a draft', () => {
  const refused = (changes: Parameters<typeof given>[0]) => () => given(changes);

  test.each([
    [
      'discounts that do not add up',
      { discounts: [{ id: 'a', name: 'A', amountMinor: 399 }] },
      'discountMinor: is 400, but the discounts add up to 399',
    ],
    ['taxes that do not add up', { taxMinor: 334 }, 'taxMinor: is 334, but the taxes add up to 333'],
    [
      'taxes in the price that do not add up',
      { includedTaxMinor: 0 },
      'includedTaxMinor: is 0, but the taxes in the price add up to 333',
    ],
    [
      'more tax in the price than tax',
      { taxMinor: 10, includedTaxMinor: 11, taxes: [] },
      'no more than 10 of the price can be tax',
    ],
    [
      'more tax than price',
      { taxMinor: 9_999, includedTaxMinor: 9_999, taxes: [] },
      'no more than 2000 of the price can be tax',
    ],
  ])('with %s is refused, and the path is named', (_what, changes, message) => {
    expect(refused({ lines: [onTop, { ...inclusive, ...changes }] })).toThrow(`lines[1].`);
    expect(refused({ lines: [onTop, { ...inclusive, ...changes }] })).toThrow(message);
  });

  test('takes no more off delivery than it costs, and no code twice', () => {
    expect(refused({ shipping: { amountMinor: 100, discountMinor: 101 } })).toThrow('shipping.discountMinor');
    expect(refused({ discountCodes: ['welcome', 'WELCOME'] })).toThrow(
      'discountCodes: must give each code once',
    );
  });

  test('tells what was shown in another currency: by the rate, which it keeps when the total changes', () => {
    const life = given({
      lines: [onTop],
      shipping: { amountMinor: 0 },
      presentment: { currency: 'JPY', rate: '163.4' },
    });
    expect(life.order.presentment).toEqual({ currency: 'JPY', rate: '163.4', totalMinor: 1_748 });
    life.when({ type: 'draft.edit', lines: [{ ...onTop, quantity: 2, taxMinor: 140, taxes: [] }] });
    expect(life.order.presentment?.totalMinor).toBe(3_497);
    life.when({ type: 'draft.edit', presentment: { currency: 'KWD', rate: '0.333', totalMinor: 7_000 } });
    expect(life.order.presentment).toEqual({ currency: 'KWD', rate: '0.333', totalMinor: 7_000 });
    life.when({ type: 'draft.edit', notes: 'ring twice' });
    expect(life.order.presentment?.totalMinor).toBe(7_000);
    life.when({ type: 'draft.edit', presentment: null });
    expect(life.order.presentment).toBeNull();
  });

  test('whose presented total would leave the safe integers is refused, and stays as it was', () => {
    const life = given({ presentment: { currency: 'JPY', rate: '1' } });
    const edit: EventInput<'draft.edit'> = {
      type: 'draft.edit',
      presentment: { currency: 'KWD', rate: '999999999' },
      lines: [goods('pot', { unitPriceMinor: 2 ** 50 })],
    };
    expect(() => life.refusals(edit)).toThrow(expect.objectContaining({ code: 'AMOUNT_OVERFLOW' }));
    expect(life.order.version).toBe(1);
  });

  test('keeps its codes and its price of delivery through an edit that does not name them', () => {
    const life = given({ lines: [inclusive], shipping: delivery, discountCodes: ['WELCOME'] });
    life.when({ type: 'draft.edit', lines: [onTop] });
    expect(life.changed).toEqual([
      'lines',
      'discounts',
      'totals.subtotalMinor',
      'totals.discountMinor',
      'totals.taxMinor',
      'totals.includedTaxMinor',
      'totals.totalMinor',
      'deadlines',
      'timestamps.expiresAt',
    ]);
    expect(life.order.discounts.map(({ id }) => id)).toEqual(['post']);
  });
});

test('the worth of the units of a line adds up to its total, in whatever portions they go', () => {
  const portions = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 12 });
  fc.assert(
    fc.property(portions, fc.nat({ max: 9_999 }), prices, (parts, unitPriceMinor, detail) => {
      const quantity = parts.reduce((sum, part) => sum + part, 0);
      const { lines, lineTotals } = priced([goods('mug', { quantity, unitPriceMinor })], 0, detail);
      const [line] = given({ lines, shipping: { amountMinor: 0 } }).order.lines;
      let before = 0;
      let sum = 0;
      for (const part of parts) {
        const worthMinor = worth(line!, part, before);
        expect(worthMinor).toBeGreaterThanOrEqual(0);
        before += part;
        sum += worthMinor;
      }
      expect(sum).toBe(lineTotals[0]);
    }),
    { numRuns: 500 },
  );
});

const fates = fc.array(fc.constantFrom('kept', 'returned', 'lost', 'called back'), {
  minLength: 1,
  maxLength: 4,
});

/** Sends one unit in a parcel of its own, and lets it meet its fate. */
function send(life: Life, lineId: string, fate: string): void {
  life.pack({ [lineId]: 1 }).settle();
  const parcel = life.order.shipments.length - 1;
  life.parcel('dispatched', parcel).settle();
  if (fate === 'lost') life.parcel('lost', parcel);
  else if (fate === 'called back') life.parcel('cancelled', parcel);
  else life.parcel('delivered', parcel);
  life.settle();
  if (fate !== 'returned') return;
  life.when({ type: 'return.request', lines: [{ lineId, quantity: 1 }], reason: 'broken' });
  const returnId = life.order.returns.at(-1)?.id ?? '';
  life.when({ type: 'return.received', returnId, lines: [{ lineId, received: 1, sellable: 1 }] }).settle();
}

test('whatever becomes of taxed and discounted goods: what is kept is what those that stay have cost, to the minor unit', () => {
  const story = fc.record({
    lines: fc.array(fc.record({ fates, unitPriceMinor: fc.constantFrom(1, 33, 999) }), {
      minLength: 1,
      maxLength: 2,
    }),
    detail: prices,
    capturePolicy: fc.constantFrom('before_confirmation', 'on_shipment'),
    refundShipping: fc.constantFrom('full_return', 'never'),
  } as const);
  fc.assert(
    fc.property(story, ({ lines: chosen, detail, capturePolicy, refundShipping }) => {
      const plain = chosen.map((line, index) =>
        goods(`line-${index}`, { quantity: line.fates.length, unitPriceMinor: line.unitPriceMinor }),
      );
      const { lines, shipping, lineTotals, shippingTotalMinor, totalMinor } = priced(plain, 412, detail);
      fc.pre(totalMinor > 0);
      const life = given({ lines, shipping, terms: { capturePolicy, refundShipping } }).submit().settle();
      chosen.forEach((line, index) => {
        for (const fate of line.fates) send(life, `line-${index}`, fate);
      });
      // Half up of the running sum, as the documents say; counted here without the library.
      const away = chosen.map((line, index) => {
        const [units, gone] = [line.fates.length, line.fates.filter((fate) => fate !== 'kept').length];
        return Math.floor((2 * (lineTotals[index] ?? 0) * gone + units) / (2 * units));
      });
      const all = chosen.flatMap((line) => line.fates);
      const shippingBack =
        !all.includes('kept') && (!all.includes('returned') || refundShipping === 'full_return');
      const back = away.reduce((sum, value) => sum + value, shippingBack ? shippingTotalMinor : 0);
      const [captured, refunded, open] = life.money;
      expect([captured - refunded, open]).toEqual([totalMinor - back, 0]);
      expect(payableMinor(life.order)).toBeLessThanOrEqual(totalMinor);
    }),
    { numRuns: 120 },
  );
});
