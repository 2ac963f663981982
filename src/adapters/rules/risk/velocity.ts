import type { AmountByCurrency, RiskRuleNaming } from './order-risk.ts';
import type { RiskRule } from './risk-rule.ts';

/** The customer, or the email, has placed at least so many other orders within the window. */
export function manyOrders(
  orders: number,
  { id = 'many_orders', weight = 40 }: RiskRuleNaming = {},
): RiskRule {
  return {
    id,
    about: 'The customer has placed many other orders within the window.',
    weight,
    settings: { orders },
    applies: ({ recent }) => recent !== null && recent.orders + recent.ended >= orders,
  };
}

/** What the customer has ordered within the window amounts to more than so much, this order counted. */
export function manyAmount(
  amounts: AmountByCurrency,
  { id = 'many_amount', weight = 40 }: RiskRuleNaming = {},
): RiskRule {
  return {
    id,
    about: 'What the customer has ordered within the window amounts to much, this order counted.',
    weight,
    settings: { amounts },
    applies: ({ recent, currency, totalMinor }) => {
      const limit = Object.hasOwn(amounts, currency) ? amounts[currency] : undefined;
      return limit !== undefined && recent !== null && recent.totalMinor + totalMinor > limit;
    },
  };
}

/** At least so many of the customer's orders within the window were cancelled or failed: so cards are tried out. */
export function manyEnded(orders: number, { id = 'many_ended', weight = 50 }: RiskRuleNaming = {}): RiskRule {
  return {
    id,
    about: 'Many of the customer’s orders within the window were cancelled or failed.',
    weight,
    settings: { orders },
    applies: ({ recent }) => recent !== null && recent.ended >= orders,
  };
}

/** At least so many other orders within the window, of whichever customer, have the same means of payment. */
export function samePayment(
  orders: number,
  { id = 'same_payment', weight = 40 }: RiskRuleNaming = {},
): RiskRule {
  return {
    id,
    about: 'Many other orders within the window have the same means of payment.',
    weight,
    settings: { orders },
    applies: ({ recent }) => recent !== null && recent.samePayment >= orders,
  };
}
