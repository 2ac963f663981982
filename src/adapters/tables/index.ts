export type { DiscountTableRow } from './discount-rows.ts';
export { createDiscountTable, type DiscountTableOptions } from './discount-table.ts';
export type { TaxTableRow } from './tax-rows.ts';
export { createTaxTable, type TaxTableOptions } from './tax-table.ts';
export type { Moment, Validity } from './validity.ts';
