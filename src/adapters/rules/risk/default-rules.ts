import { amountAbove, countryMismatch, firstOrderAbove } from './order-risk.ts';
import type { RiskRule } from './risk-rule.ts';
import { manyEnded, manyOrders, samePayment } from './velocity.ts';

/**
 * The rules that hold when nothing else is said. None but `many_ended` brings an order to a person alone: it takes two; and
 * only the worst, 150 points, are turned down without one. To be added to, or taken from:
 *
 * @example
 * import { blockedDomains, createRiskRules, defaultRiskRules } from 'statecart/adapters/rules';
 * const risk = createRiskRules({ rules: [...defaultRiskRules, blockedDomains(['mailinator.com'])] });
 */
export const defaultRiskRules: readonly RiskRule[] = [
  amountAbove({ EUR: 50_000, USD: 50_000, GBP: 45_000, CHF: 50_000, JPY: 80_000 }),
  firstOrderAbove({ EUR: 20_000, USD: 20_000, GBP: 18_000, CHF: 20_000, JPY: 30_000 }),
  countryMismatch(),
  manyOrders(5),
  manyEnded(3),
  samePayment(5),
];
