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
export type { Rounding } from './rounding/index.ts';
export type { Taxable, TaxRate, TaxRules } from './tax-rate.ts';
export { taxSummary } from './tax-summary.ts';
