import fc from 'fast-check';
import { expect, test } from 'vitest';
import { given, goods, type Life } from '../support/given.ts';

/** What becomes of a unit that is sent. */
const fates = ['kept', 'returned', 'lost', 'called back'] as const;
type Fate = (typeof fates)[number];

const unit = fc.record({ fate: fc.constantFrom(...fates), goodwillMinor: fc.constantFrom(0, 0, 1, 7, 500) });
const line = fc.record({
  unitPriceMinor: fc.constantFrom(0, 1, 33, 50, 999),
  taxMinor: fc.constantFrom(0, 1, 7),
  units: fc.array(unit, { minLength: 1, maxLength: 3 }),
});
const story = fc.record({
  lines: fc.array(line, { minLength: 1, maxLength: 2 }),
  shipping: fc.constantFrom({ amountMinor: 0, taxMinor: 0 }, { amountMinor: 412, taxMinor: 79 }),
  capturePolicy: fc.constantFrom('before_confirmation', 'on_shipment', 'manual'),
  refundShipping: fc.constantFrom('full_return', 'never'),
  payments: fc.constantFrom(
    [{ method: 'card' }],
    [{ method: 'gift_card', amountMinor: 1 }, { method: 'card' }],
  ),
});

/** Sends one unit in a parcel of its own, and lets it meet its fate; the outside answers all that is asked. */
function send(life: Life, lineId: string, fate: Fate): void {
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

/** The value of some units of a line, the first ones, rounded half up: counted without the library. */
const worth = (totalMinor: number, units: number, quantity: number) =>
  Math.floor((2 * totalMinor * units + quantity) / (2 * quantity));

test('whatever comes back, is lost, is called back or is given out of goodwill: the shop ends with what it may keep, to the minor unit', () => {
  fc.assert(
    fc.property(story, ({ lines: chosen, shipping, capturePolicy, refundShipping, payments }) => {
      const lines = chosen.map(({ units, ...rest }, index) =>
        goods(`line-${index}`, { ...rest, quantity: units.length }),
      );
      const totals = lines.map((entry) => entry.unitPriceMinor * entry.quantity + (entry.taxMinor ?? 0));
      const shippingMinor = shipping.amountMinor + shipping.taxMinor;
      const totalMinor = totals.reduce((sum, value) => sum + value, shippingMinor);
      fc.pre(totalMinor > 1);

      const life = given({
        lines,
        shipping,
        payments: [...payments],
        terms: { capturePolicy, refundShipping },
      })
        .submit()
        .settle();
      let goodwill = 0;
      chosen.forEach(({ units }, index) => {
        for (const { fate, goodwillMinor } of units) {
          while (capturePolicy === 'manual' && life.refusals({ type: 'payment.capture' }).length === 0)
            life.when({ type: 'payment.capture' }).settle();
          send(life, `line-${index}`, fate);
          const request = { type: 'payment.refund', amountMinor: goodwillMinor, reason: 'goodwill' } as const;
          if (goodwillMinor === 0 || life.refusals(request).length > 0) continue;
          life.when(request).settle();
          goodwill += goodwillMinor;
        }
      });

      const all = chosen.flatMap(({ units }) => units.map(({ fate }) => fate));
      const gone = chosen.map(({ units }, index) => {
        const away = units.filter(({ fate }) => fate !== 'kept').length;
        return worth(totals[index] ?? 0, away, units.length);
      });
      const shippingBack =
        !all.includes('kept') && (!all.includes('returned') || refundShipping === 'full_return');
      const back = gone.reduce((sum, value) => sum + value, goodwill) + (shippingBack ? shippingMinor : 0);
      const [captured, refunded, open] = life.money;
      expect(captured - refunded).toBe(Math.max(0, totalMinor - back));
      expect(open).toBe(0);
      expect(captured).toBeLessThanOrEqual(totalMinor);
    }),
    { numRuns: 150 },
  );
});
