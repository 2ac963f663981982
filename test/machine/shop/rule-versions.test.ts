import {
  createOrder,
  draftSchema,
  type Order,
  orderRules,
  payloadRule,
  type Rule,
  ruleBook,
  rules,
  stateRule,
  termsSchema,
} from 'statecart/machine';
import { describe, expect, test } from 'vitest';
import { given, goods } from '../../support/given.ts';
import { metaAt } from '../../support/walk.ts';

/** The second version of a rule of the table: gift cards may cover the whole order, of ways of paying there must be one each. */
const stricter = stateRule(
  'submit.payment',
  ['order.submit'],
  'An order that costs something needs two ways of paying.',
  { codes: ['second_payment_missing'], terms: [], version: 2 },
  (order) =>
    order.payments.length >= 2
      ? null
      : {
          code: 'second_payment_missing',
          reason: 'one way of paying is not enough any more',
          value: order.payments.length,
          limit: 2,
        },
);
/** A rule that there was not before, and that is not to hold for orders that are there already. */
const added = payloadRule(
  'cancel.note',
  'order.cancel',
  'Who cancels says why.',
  { codes: ['note_missing'], terms: [], version: 2 },
  (_order, { note }) =>
    note === null
      ? { code: 'note_missing', reason: 'a note is missing', value: null, limit: 'a note' }
      : null,
);
const later = ruleBook([...rules, stricter, added]);

/** An order as a shop with a book of rules creates it. */
function created(book: { stamp: (typeof orderRules)['stamp'] }, payments = 1): Order {
  const draft = draftSchema.parse({
    id: '0198f0aa-0000-7000-8000-000000000003',
    currency: 'EUR',
    customer: { kind: 'guest', email: 'ada@example.com' },
    shippingAddress: { name: 'Ada', line1: 'Street 1', city: 'Berlin', country: 'DE' },
    lines: [goods('mug')],
    payments: [{ method: 'gift_card', amountMinor: 1 }, { method: 'card' }].slice(-payments),
    terms: book.stamp(termsSchema.parse({})),
  });
  return createOrder(draft, metaAt(1_772_442_000_000, 'event-0')).order;
}
const codes = (book: typeof later, order: Order) =>
  book.explain(order, 'order.submit').refusals.map(({ code }) => code);

describe('the rules by which an order goes', () => {
  test('are those that were in force when it was created: it names their versions', () => {
    expect(created(orderRules).terms.ruleVersions).toEqual({});
    const order = created(later);
    expect(order.terms.ruleVersions).toEqual({ 'submit.payment': 2, 'cancel.note': 2 });
    expect(JSON.parse(JSON.stringify(order))).toEqual(order);
  });

  test('stay when a rule changes: an old order keeps to the old version, a new one to the new', () => {
    const [old, fresh] = [created(orderRules), created(later)];
    expect(codes(later, old)).toEqual([]);
    expect(codes(later, fresh)).toEqual(['second_payment_missing']);
    expect(codes(later, created(later, 2))).toEqual([]);
    expect(codes(later, { ...old, payments: [] })).toEqual(['payment_missing']);
    expect(codes(later, { ...fresh, payments: [] })).toEqual(['second_payment_missing']);
    // The book does not mistake one for the other, in whatever order it is asked.
    expect(codes(later, old)).toEqual([]);
  });

  test('do not become more for orders that are there: a new rule holds for new ones', () => {
    const cancel = {
      type: 'order.cancel',
      reason: 'other',
      note: null,
      notify: true,
      restock: true,
      override: null,
    } as const;
    const asked = { ...cancel, meta: metaAt(1_772_442_000_001, 'event-1') };
    expect(later.admit(created(orderRules), asked)).toEqual({ ok: true });
    expect(later.admit(created(later), asked)).toMatchObject({
      ok: false,
      refusals: [{ code: 'note_missing' }],
    });
    expect(later.admit(created(later), { ...asked, note: 'moved' })).toEqual({ ok: true });
  });

  test('can be chosen in the terms: a version that they name already stays', () => {
    const terms = termsSchema.parse({ ruleVersions: { 'submit.payment': 1 } });
    expect(later.stamp(terms).ruleVersions).toEqual({ 'submit.payment': 1, 'cancel.note': 2 });
    const all = later.stamp(termsSchema.parse({}));
    expect(later.stamp(all)).toBe(all);
  });

  test('that the code does not have are an error that says which, and what to do; nothing passes unjudged', () => {
    const order = created(later);
    const error = expect.objectContaining({
      code: 'RULE_VERSION_UNKNOWN',
      retry: 'afterFix',
      details: { orderId: order.id, rule: 'submit.payment', version: 2, known: [1] },
      message: `order ${order.id} goes by version 2 of the rule \`submit.payment\`, and this code has version 1 of it. Deploy the code that has it, or keep old versions in the table until no order goes by them.`,
    }) as Error;
    expect(() => orderRules.explain(order, 'order.submit')).toThrow(error);
    expect(() => orderRules.explain(order, 'draft.touch')).toThrow(error);
    expect(() => orderRules.allowedEvents(order)).toThrow(error);
    const gone = { ...order, terms: { ...order.terms, ruleVersions: { 'no.such.rule': 1 } } };
    expect(() => orderRules.explain(gone, 'order.submit')).toThrow('this code has no rule of this name');
  });

  test('are kept apart: two of one id and version can not be in one table', () => {
    expect(() => ruleBook([...rules, { ...stricter, version: 1 } as Rule])).toThrow(
      expect.objectContaining({ code: 'OPTIONS_INVALID' }),
    );
  });
});

describe('explain', () => {
  test('says of a request with its payload what admit would, with the limit and the value, and sends nothing', () => {
    const { order } = given().submit().settle();
    const refund = {
      type: 'payment.refund',
      amountMinor: 2_991,
      reason: 'a scratch',
      meta: metaAt(1_772_442_000_000, 'event-9'),
    } as const;
    expect(orderRules.explain(order, 'payment.refund')).toEqual({ allowed: true, refusals: [] });
    expect(orderRules.explain(order, refund)).toEqual({
      allowed: false,
      refusals: [
        {
          rule: 'payment.refund.amount',
          code: 'exceeds_captured',
          path: '',
          reason: 'only 29.90 EUR are left to give back',
          value: 2_991,
          limit: 2_990,
        },
      ],
    });
    expect(orderRules.explain(order, { ...refund, amountMinor: 2_990 }).allowed).toBe(true);
  });
});
