import fc from 'fast-check';
import { expect, test } from 'vitest';
import { inFlight, success } from '../../../src/testing/answers.ts';
import { type GivenOrder, given, goods, type Life } from '../../support/given.ts';

const line = fc.record({
  quantity: fc.integer({ min: 1, max: 4 }),
  unitPriceMinor: fc.constantFrom(1, 33, 50, 999),
  taxMinor: fc.constantFrom(0, 1, 7),
  kind: fc.constantFrom('physical', 'physical', 'digital'),
} as const);

const story = fc.record({
  lines: fc.array(line, { minLength: 1, maxLength: 3 }),
  shipping: fc.constantFrom({ amountMinor: 0, taxMinor: 0 }, { amountMinor: 412, taxMinor: 79 }),
  payments: fc.constantFrom<NonNullable<GivenOrder['payments']>>(
    [{ method: 'card' }],
    [{ method: 'gift_card', amountMinor: 1 }, { method: 'card' }],
  ),
  /** How far the order is when the first unit is cancelled: what has been answered. */
  answers: fc.integer({ min: 0, max: 6 }),
  /** Which unit is cancelled next, and how many of its line; and whether it has come to rest before. */
  pieces: fc.array(
    fc.record({ pick: fc.nat(99), many: fc.integer({ min: 1, max: 2 }), rests: fc.boolean() }),
    {
      minLength: 12,
      maxLength: 12,
    },
  ),
  restocks: fc.boolean(),
});

/** The outside answers the oldest operation that is under way. */
function answerOne(life: Life): void {
  const [next] = inFlight(life.order);
  if (next) life.when(success(next));
}

for (const capturePolicy of ['before_confirmation', 'on_shipment', 'manual'] as const)
  test(`an order that is cancelled piece by piece gives back exactly what was paid, and all its stock: ${capturePolicy}`, {
    timeout: 120_000,
  }, () => {
    fc.assert(
      fc.property(story, ({ lines, shipping, payments, answers, pieces, restocks }) => {
        const life = given({
          lines: [
            goods('stay', { kind: 'physical' }),
            ...lines.map((chosen, at) => goods(`line-${at}`, chosen)),
          ],
          shipping,
          payments,
          terms: { capturePolicy },
        }).submit();
        if (answers > 3) life.when({ type: 'hold.place', reason: 'call first' });
        for (let count = 0; count < answers; count += 1) answerOne(life);
        if (capturePolicy === 'manual' && life.axes.status === 'confirmed' && life.money[2] > 0)
          life.when({ type: 'payment.capture' });
        const left = () =>
          life.order.lines.flatMap(({ id, quantity, counts }) => {
            const wished = life.order.lineCancellations
              .filter(({ state }) => state === 'requested')
              .flatMap((entry) => entry.lines)
              .filter(({ lineId }) => lineId === id)
              .reduce((sum, entry) => sum + entry.quantity, 0);
            const units = quantity - counts.cancelled - counts.shipped - wished;
            return units > 0 ? [{ lineId: id, units }] : [];
          });
        for (const { pick, many, rests } of pieces) {
          const open = left();
          const piece = open[pick % Math.max(1, open.length)];
          if (!piece) break;
          const quantity = Math.min(many, piece.units);
          const wish = { lines: [{ lineId: piece.lineId, quantity }], restock: restocks };
          life.when({ type: 'order.cancel_lines', reason: 'changed_mind', ...wish });
          if (rests) life.settle();
        }
        for (const { lineId, units } of left())
          life.when({
            type: 'order.cancel_lines',
            lines: [{ lineId, quantity: units }],
            reason: 'changed_mind',
          });
        life.settle();
        // What was downloaded is paid, without delivery: nothing is sent. Of what nobody captured, no more than that.
        const [captured, refunded, open] = life.money;
        const downloaded = life.order.lines.some(({ counts }) => counts.shipped > 0);
        const told = life.results
          .flatMap(({ events }) => events)
          .filter(({ type }) => type === 'order.line_cancelled')
          .reduce((sum, { data }) => sum + Number(data['amountMinor']), 0);
        const price = life.order.totals.totalMinor - told - shipping.amountMinor - shipping.taxMinor;
        const kept = captured - refunded;
        expect(kept).toBe(capturePolicy === 'manual' ? Math.min(kept, price) : price);
        expect(downloaded || (price === 0 && open === 0 && life.axes.status !== 'confirmed')).toBe(true);
        expect(['cancelled', 'refunded'].includes(life.axes.status)).toBe(!downloaded);
        expect(life.order.lines.every(({ counts }) => counts.reserved === 0)).toBe(true);
      }),
      { numRuns: 60 },
    );
  });
