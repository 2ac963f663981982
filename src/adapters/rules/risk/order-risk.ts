import type { RiskRule, RiskWeight } from './risk-rule.ts';

/** An amount in minor units for each currency that it is meant for. */
export type AmountByCurrency = { readonly [currency: string]: number };

/** What built-in rules are called and weigh, where that is to be otherwise. */
export interface RiskRuleNaming {
  readonly id?: string;
  readonly weight?: RiskWeight;
}

/** The order amounts to more than so much, in a currency that is named. */
export function amountAbove(
  amounts: AmountByCurrency,
  { id = 'high_amount', weight = 40 }: RiskRuleNaming = {},
): RiskRule {
  return {
    id,
    about: 'The order amounts to more than is usual in its currency.',
    weight,
    settings: { amounts },
    applies: ({ currency, totalMinor }) => isAbove(amounts, currency, totalMinor),
  };
}

/** A customer who has never ordered before orders for more than so much. Guests are known by their email. */
export function firstOrderAbove(
  amounts: AmountByCurrency,
  { id = 'first_order_high', weight = 30 }: RiskRuleNaming = {},
): RiskRule {
  return {
    id,
    about: 'Somebody who has never ordered here before orders for a high amount.',
    weight,
    settings: { amounts },
    applies: ({ currency, totalMinor, recent }) =>
      recent?.isFirst === true && isAbove(amounts, currency, totalMinor),
  };
}

/** Goods go to another country than the bill. */
export function countryMismatch({ id = 'country_mismatch', weight = 30 }: RiskRuleNaming = {}): RiskRule {
  return {
    id,
    about: 'The goods go to another country than the bill.',
    weight,
    settings: {},
    applies: ({ shippingAddress, billingAddress }) =>
      shippingAddress !== null &&
      billingAddress !== null &&
      shippingAddress.country !== billingAddress.country,
  };
}

function isAbove(amounts: AmountByCurrency, currency: string, totalMinor: number): boolean {
  const limit = Object.hasOwn(amounts, currency) ? amounts[currency] : undefined;
  return limit !== undefined && totalMinor > limit;
}
