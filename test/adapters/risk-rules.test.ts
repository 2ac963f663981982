import {
  amountAbove,
  blockedCountries,
  blockedDomains,
  blockedEmails,
  blockedSkus,
  countryMismatch,
  createRiskRules,
  defaultRiskRules,
  firstOrderAbove,
  manyAmount,
  manyEnded,
  manyOrders,
  type RiskRule,
  samePayment,
} from 'statecart/adapters/rules';
import type { RiskRequest } from 'statecart/ports';
import { describe, expect, it } from 'vitest';

const at = (country: string) => ({
  customerAddressId: null,
  name: 'Ada',
  company: null,
  line1: 'Street 1',
  line2: null,
  city: 'City',
  region: null,
  postalCode: null,
  country,
  phone: null,
});
const recent = { windowMs: 86_400_000, orders: 0, ended: 0, totalMinor: 0, samePayment: 0, isFirst: false };
const order = (changes: Partial<RiskRequest> = {}): RiskRequest => ({
  orderId: 'order-1',
  customer: { kind: 'guest', email: 'Ada@shop.Example.com' },
  currency: 'EUR',
  totalMinor: 1_000,
  lines: [{ sku: 'MUG', quantity: 1, totalMinor: 1_000 }],
  shippingAddress: at('DE'),
  billingAddress: at('DE'),
  paymentMethods: ['card'],
  paymentTokens: ['pm_1'],
  recent,
  ...changes,
});
const applies = (rule: RiskRule, changes: Partial<RiskRequest>) => rule.applies(order(changes));

describe('a rule', () => {
  it('about the amount holds above it, in the currencies that it names', () => {
    const rule = amountAbove({ EUR: 1_000, JPY: 5 });
    expect([1_000, 1_001].map((totalMinor) => applies(rule, { totalMinor }))).toEqual([false, true]);
    expect(applies(rule, { currency: 'USD', totalMinor: 9_999_999 })).toBe(false);
    expect(applies(rule, { currency: 'JPY', totalMinor: 6 })).toBe(true);
  });

  it('about a first order holds for one who never ordered, if somebody has looked', () => {
    const rule = firstOrderAbove({ EUR: 500 });
    expect(applies(rule, { recent: { ...recent, isFirst: true } })).toBe(true);
    expect(applies(rule, { recent: { ...recent, isFirst: true }, totalMinor: 500 })).toBe(false);
    expect(applies(rule, {})).toBe(false);
    expect(applies(rule, { recent: null })).toBe(false);
  });

  it('about countries holds where goods and bill go to two, and not where one address is missing', () => {
    expect(applies(countryMismatch(), { billingAddress: at('FR') })).toBe(true);
    expect(applies(countryMismatch(), {})).toBe(false);
    expect(applies(countryMismatch(), { billingAddress: null })).toBe(false);
    expect(applies(countryMismatch(), { shippingAddress: null })).toBe(false);
  });

  it('about velocity counts the other orders of the window: those that ended as well, amounts with this one', () => {
    const with_ = (counts: Partial<typeof recent>) => ({ recent: { ...recent, ...counts } });
    expect(applies(manyOrders(3), with_({ orders: 1, ended: 2 }))).toBe(true);
    expect(applies(manyOrders(3), with_({ orders: 2 }))).toBe(false);
    expect(applies(manyEnded(2), with_({ orders: 9, ended: 1 }))).toBe(false);
    expect(applies(manyEnded(2), with_({ ended: 2 }))).toBe(true);
    expect(applies(samePayment(2), with_({ samePayment: 2 }))).toBe(true);
    expect(applies(samePayment(2), with_({ orders: 5, samePayment: 1 }))).toBe(false);
    expect(applies(manyAmount({ EUR: 3_000 }), with_({ totalMinor: 2_001 }))).toBe(true);
    expect(applies(manyAmount({ EUR: 3_000 }), with_({ totalMinor: 2_000 }))).toBe(false);
    for (const rule of [manyOrders(1), manyEnded(1), samePayment(1), manyAmount({ EUR: 1 })])
      expect(applies(rule, { recent: null })).toBe(false);
  });

  it('about blocklists knows emails and domains in any case, domains below, both countries, goods', () => {
    expect(applies(blockedEmails(['ADA@shop.example.com']), {})).toBe(true);
    expect(applies(blockedEmails(['a@shop.example.com']), {})).toBe(false);
    expect(applies(blockedDomains(['EXAMPLE.com']), {})).toBe(true);
    expect(applies(blockedDomains(['ample.com']), {})).toBe(false);
    expect(applies(blockedCountries(['FR']), { billingAddress: at('FR') })).toBe(true);
    expect(applies(blockedCountries(['FR']), { shippingAddress: at('FR'), billingAddress: null })).toBe(true);
    expect(applies(blockedCountries(['FR']), { shippingAddress: null, billingAddress: null })).toBe(false);
    expect(applies(blockedSkus(['MUG']), {})).toBe(true);
    expect(applies(blockedSkus(['mug']), {})).toBe(false);
    for (const rule of [blockedEmails(['x@y.example']), blockedDomains(['y.example'])]) {
      expect(applies(rule, { customer: null })).toBe(false);
      expect(applies(rule, { customer: { kind: 'registered', customerId: 'c', email: null } })).toBe(false);
    }
  });
});

describe('a set of rules', () => {
  const call = { key: 'k', signal: new AbortController().signal, traceparent: null };

  it('adds points up, and says which rules apply', async () => {
    const risk = createRiskRules();
    const high = order({ totalMinor: 50_001 });
    expect(risk.assess(high)).toMatchObject({ outcome: 'allow', score: 40 });
    const abroad = { ...high, billingAddress: at('FR') };
    expect(await risk.screen(abroad, call)).toEqual({
      outcome: 'review',
      reasons: ['high_amount', 'country_mismatch'],
    });
    expect(await risk.screen(order(), call)).toEqual({ outcome: 'allow', reasons: [] });
  });

  it('turns down only the worst by itself', () => {
    const risk = createRiskRules();
    const tried = { ...recent, ended: 5, isFirst: true };
    const bad = order({ totalMinor: 60_000, billingAddress: at('FR'), recent: tried });
    expect(risk.assess(bad)).toMatchObject({ outcome: 'reject', score: 190 });
    expect(risk.assess(order({ recent: tried }))).toMatchObject({ outcome: 'review', score: 90 });
  });

  it('lets one rule decide whatever the points: reject before review', () => {
    const rules = [blockedSkus(['MUG']), blockedDomains(['example.com'])];
    expect(createRiskRules({ rules }).assess(order())).toMatchObject({ outcome: 'reject', score: 0 });
    expect(createRiskRules({ rules: rules.slice(0, 1) }).assess(order())).toMatchObject({
      outcome: 'review',
    });
  });

  it('takes rules of one’s own, other weights and other limits', () => {
    const own: RiskRule = {
      id: 'night',
      about: 'A rule of the shop.',
      weight: 10,
      settings: { hour: 3 },
      applies: ({ lines }) => lines.length === 1,
    };
    const rules = [own, amountAbove({ EUR: 1 }, { id: 'small', weight: 5 })];
    const risk = createRiskRules({ rules, reviewAt: 15, rejectAt: 16 });
    expect(risk.assess(order())).toMatchObject({ outcome: 'review', score: 15 });
    expect(risk.rules.map(({ id, weight, settings }) => [id, weight, settings])).toEqual([
      ['night', 10, { hour: 3 }],
      ['small', 5, { amounts: { EUR: 1 } }],
    ]);
  });

  it('has default rules that can be read: each with an id, a sentence, and plain settings', () => {
    for (const rule of defaultRiskRules) {
      expect(rule.about).toMatch(/^[A-Z].+\.$/);
      expect(JSON.parse(JSON.stringify(rule.settings))).toEqual(rule.settings);
    }
    expect(createRiskRules().rules).toBe(defaultRiskRules);
  });

  it('refuses what can not be, all of it at once', () => {
    const bad = () =>
      createRiskRules({
        rules: [countryMismatch(), countryMismatch(), amountAbove({}, { id: 'no good', weight: -1 })],
        reviewAt: 0,
        rejectAt: -1,
        recentWindowMs: 1.5,
      });
    expect(bad).toThrow(
      expect.objectContaining({
        code: 'OPTIONS_INVALID',
        problems: [
          expect.objectContaining({ path: 'rules[1].id', code: 'duplicate' }),
          expect.objectContaining({ path: 'rules[2].id', code: 'invalid' }),
          expect.objectContaining({ path: 'rules[2].weight' }),
          expect.objectContaining({ path: 'reviewAt' }),
          expect.objectContaining({ path: 'rejectAt' }),
          expect.objectContaining({ path: 'recentWindowMs' }),
        ],
      }),
    );
  });
});
