import fc from 'fast-check';
import type { TermsInput } from 'statecart/machine';
import { describe, expect, test } from 'vitest';
import { given, goods, type Life } from '../../support/given.ts';

const gift = { method: 'gift_card', amountMinor: 990 };
const card = { method: 'card' };
/** A mug for 24.90 with delivery: 9.90 on the gift card, the rest on the card. */
const shared = (terms: TermsInput = {}, payments: (typeof gift | typeof card)[] = [gift, card]) =>
  given({ lines: [goods('mug', { quantity: 2 })], payments, terms });

/** What the last event asked of each payment, by method: `capture gift_card 990`. */
const asked = (life: Life) =>
  life.last.commands
    .filter(({ type }) => type.startsWith('payment.'))
    .map(({ type, data }) => `${type.slice(8)} ${data['method'] as string} ${Number(data['amountMinor'])}`);
/** What was done on each payment, in the order of time. */
const done = (life: Life, kind: string) =>
  life.order.payments
    .flatMap(({ method, transactions }) => transactions.map((entry) => ({ method, ...entry })))
    .filter((entry) => entry.kind === kind && entry.state === 'succeeded')
    .sort((a, b) => Number(a.id.split(':')[2]) - Number(b.id.split(':')[2]))
    .map(({ method, amountMinor }) => `${method} ${amountMinor}`);
const deliver = (life: Life) =>
  life.submit().settle().pack().settle().parcel('dispatched').settle().parcel('delivered').settle();
const goodwill = (life: Life, amountMinor: number) =>
  life.when({ type: 'payment.refund', amountMinor, reason: 'scratched' });

describe('several payments of one order', () => {
  test('a fixed amount and the rest add up to the price, in whatever order they stand', () => {
    for (const payments of [
      [gift, card],
      [card, gift],
    ]) {
      const life = shared({}, payments).submit().succeed('reserve');
      expect(asked(life).toSorted()).toEqual(['authorize card 1500', 'authorize gift_card 990']);
      expect(life.settle().money).toEqual([2_490, 0, 0]);
      expect(life.axes).toMatchObject({ status: 'confirmed', payment: 'captured' });
    }
  });

  test('are authorized and captured in the order in which they stand', () => {
    const life = shared().submit().succeed('reserve');
    expect(asked(life)).toEqual(['authorize gift_card 990', 'authorize card 1500']);
    life.settle();
    expect(done(life, 'capture')).toEqual(['gift_card 990', 'card 1500']);
  });

  test('unless the terms put some first: the gift card is used before the card', () => {
    const life = shared({ paymentPriority: ['gift_card'] }, [card, gift])
      .submit()
      .succeed('reserve');
    expect(asked(life)).toEqual(['authorize gift_card 990', 'authorize card 1500']);
    life.settle();
    expect(done(life, 'capture')).toEqual(['gift_card 990', 'card 1500']);
    expect(life.order.payments.map(({ method }) => method)).toEqual(['card', 'gift_card']);
  });

  test('pay for parcels one after the other: the gift card for the first, the card when that is used up', () => {
    const life = shared({ capturePolicy: 'on_shipment', paymentPriority: ['gift_card'] }, [card, gift])
      .submit()
      .settle()
      .pack({ mug: 1 });
    expect(asked(life)).toEqual(['capture gift_card 990', 'capture card 500']);
    expect(asked(life.settle().pack())).toEqual(['capture card 1000']);
    expect(life.settle().money).toEqual([2_490, 0, 0]);
  });

  test('a third one is added while something is open, and takes what is open', () => {
    const life = given({
      lines: [goods('mug', { quantity: 2 })],
      payments: [gift, { method: 'voucher', amountMinor: 500 }],
    })
      .submit()
      .succeed('reserve')
      .settle();
    expect(life.axes).toMatchObject({ status: 'pending', payment: 'partially_authorized' });
    life.when({ type: 'payment.add', method: 'card', token: 'tok_2' });
    expect(asked(life)).toEqual(['authorize card 1000']);
    expect(life.settle().axes).toMatchObject({ status: 'confirmed', payment: 'captured' });
  });
});

describe('one of two is declined', () => {
  test('the other waits for the customer to try again', () => {
    const life = shared().submit().succeed('reserve', 'authorization').fail('authorization');
    expect(life.axes).toMatchObject({ status: 'pending', payment: 'partially_authorized' });
    expect(life.commands).toEqual(['notify payment_failed']);
    expect(life.money).toEqual([0, 0, 990]);
    life.when({ type: 'payment.add', method: 'card', token: 'tok_2' });
    expect(asked(life)).toEqual(['authorize card 1500']);
    life.settle();
    expect(done(life, 'capture')).toEqual(['gift_card 990', 'card 1500']);
  });

  test('or is let go, as the terms say; the customer begins anew, with all of it', () => {
    const life = shared({ onPartialDecline: 'void' })
      .submit()
      .succeed('reserve', 'authorization')
      .fail('authorization');
    expect(asked(life)).toEqual(['void gift_card 990']);
    life.settle();
    expect(life.axes).toMatchObject({ status: 'pending', payment: 'voided' });
    life.when({ type: 'payment.add', method: 'card', token: 'tok_2' });
    expect(asked(life)).toEqual(['authorize card 2490']);
    expect(life.settle().money).toEqual([2_490, 0, 0]);
  });

  test('nothing is let go while the other is still being tried, nor what came after the decline', () => {
    const life = shared({ onPartialDecline: 'void' }).submit().succeed('reserve').fail('authorization');
    expect(asked(life)).toEqual([]);
    life.succeed('authorization');
    expect(asked(life)).toEqual(['void card 1500']);
    life.settle().when({ type: 'payment.add', method: 'gift_card', amountMinor: 500 });
    expect(life.succeed('authorization').operated).toEqual([]);
    expect(life.money).toEqual([0, 0, 500]);
  });

  test('when the attempts are used up, what the other holds is let go with the order', () => {
    const life = shared({ maxPaymentAttempts: 1 }).submit().succeed('reserve', 'authorization');
    life.fail('authorization');
    expect(life.axes.status).toBe('failed');
    expect(asked(life)).toEqual(['void gift_card 990']);
    expect(life.settle().money).toEqual([0, 0, 0]);
  });
});

describe('a refund over several payments', () => {
  test('last_first: what was charged last is given back first', () => {
    const life = goodwill(deliver(shared()), 1_700).settle();
    expect(done(life, 'refund')).toEqual(['card 1500', 'gift_card 200']);
  });

  test('first_first: the other way round', () => {
    const life = goodwill(deliver(shared({ refundAllocation: 'first_first' })), 1_700).settle();
    expect(done(life, 'refund')).toEqual(['gift_card 990', 'card 710']);
  });

  test('both follow the order in which was charged, not in which was added', () => {
    const life = deliver(shared({ paymentPriority: ['gift_card'] }, [card, gift]));
    expect(done(goodwill(life, 100).settle(), 'refund')).toEqual(['card 100']);
  });

  test('proportional: each gives its part, exact to the minor unit', () => {
    // International GAAP (Ernst & Young), chapter 28, example 28.53: 100,000 over 75,000, 14,000 and 20,000.
    const life = given({
      lines: [goods('machine', { unitPriceMinor: 109_000 })],
      shipping: { amountMinor: 0 },
      payments: [
        { method: 'card', amountMinor: 75_000 },
        { method: 'gift_card', amountMinor: 14_000 },
        { method: 'bank', amountMinor: 20_000 },
      ],
      terms: { refundAllocation: 'proportional' },
    });
    goodwill(deliver(life), 100_000);
    expect(asked(life)).toEqual(['refund card 68807', 'refund gift_card 12844', 'refund bank 18349']);
    expect(life.settle().money).toEqual([109_000, 100_000, 0]);
  });

  test('proportional: 100 over 50, 25 and 75, as in example 33 of IFRS 15 (IE164 to IE166)', () => {
    const life = given({
      lines: [goods('bundle', { unitPriceMinor: 150 })],
      shipping: { amountMinor: 0 },
      payments: [
        { method: 'a', amountMinor: 50 },
        { method: 'b', amountMinor: 25 },
        { method: 'c', amountMinor: 75 },
      ],
      terms: { refundAllocation: 'proportional' },
    });
    goodwill(deliver(life), 100);
    expect(asked(life)).toEqual(['refund a 33', 'refund b 17', 'refund c 50']);
  });

  test('proportional: a refund that fails on one payment is not taken from the others', () => {
    const life = goodwill(deliver(shared({ refundAllocation: 'proportional' })), 1_000);
    expect(asked(life)).toEqual(['refund gift_card 398', 'refund card 602']);
    life.fail('refund', 'card_expired').succeed('refund');
    expect(life.operated).toEqual([]);
    expect(life.money).toEqual([2_490, 602, 0]);
    const failed = life.order.payments[0]?.transactions.find(({ state }) => state === 'failed')?.id ?? '';
    life.when({ type: 'payment.retry', transactionId: failed });
    expect(asked(life)).toEqual(['refund gift_card 398']);
  });

  test('an order that is cancelled gives each payment back what came of it, whatever the rule', () => {
    for (const refundAllocation of ['last_first', 'first_first', 'proportional'] as const) {
      const life = shared({ refundAllocation }).submit().settle();
      life.when({ type: 'order.cancel', reason: 'customer_request' }).settle();
      expect(done(life, 'refund').toSorted()).toEqual(['card 1500', 'gift_card 990']);
      expect(life.axes).toMatchObject({ status: 'refunded', payment: 'refunded' });
    }
  });

  test('proportional, again and again: the parts always add up, and no payment is off by more than a minor unit', () => {
    const parts = fc.array(fc.integer({ min: 1, max: 5_000 }), { minLength: 2, maxLength: 4 });
    fc.assert(
      fc.property(
        parts,
        fc.array(fc.integer({ min: 1, max: 3_000 }), { minLength: 1, maxLength: 5 }),
        (amounts, refunds) => {
          const total = amounts.reduce((sum, amount) => sum + amount, 0);
          const life = deliver(
            given({
              lines: [goods('mug', { unitPriceMinor: total })],
              shipping: { amountMinor: 0 },
              payments: amounts.map((amountMinor, index) => ({ method: `m-${index}`, amountMinor })),
              terms: { refundAllocation: 'proportional' },
            }),
          );
          let back = 0;
          for (const amountMinor of refunds) {
            if (back + amountMinor > total) continue;
            back += amountMinor;
            goodwill(life, amountMinor).settle();
            const given = life.order.payments.map(({ transactions }) =>
              transactions
                .filter(({ kind }) => kind === 'refund')
                .reduce((sum, entry) => sum + entry.amountMinor, 0),
            );
            expect(given.reduce((sum, amount) => sum + amount, 0)).toBe(back);
            given.forEach((amount, index) => {
              const exact = (back * (amounts[index] ?? 0)) / total;
              expect(Math.abs(amount - exact)).toBeLessThan(1);
            });
          }
        },
      ),
      { numRuns: 60 },
    );
  });
});
