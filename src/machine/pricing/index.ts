export { applyDiscounts } from './apply-discounts.ts';
export type { DiscountOffer, DiscountValue } from './discount-offer.ts';
export { presented } from './presented.ts';
export {
  detailOf,
  type LineToPrice,
  type OrderToPrice,
  type PricedLine,
  type PricedOrder,
  priceOrder,
  taxOrder,
} from './price-order.ts';
export { isRate, rateOf } from './rate.ts';
export { type Rounding, roundingRules } from './rounding/index.ts';
export { type Taxable, type TaxRate, type TaxRules, taxKey } from './tax-rate.ts';
export { taxSummary } from './tax-summary.ts';
