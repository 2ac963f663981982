import * as z from 'zod';
import { isCurrency } from './currency.ts';

const currency = z.string().refine(isCurrency, 'must be a currency code of ISO 4217 in capitals');
const byCurrency = z.record(currency, z.number().int().min(0)).default({});
const count = z.number().int().min(1).max(1_000_000).nullable().default(null);
const windowMs = z
  .number()
  .int()
  .min(1)
  .max(3_650 * 86_400_000);
const minute = 60_000;
const day = 24 * 60 * minute;

/** How small and how large an order may be, and how much one customer may order. */
export const limitsSchema = z.strictObject({
  /** The smallest amount of an order, by currency. A currency that is not named has no limit. */
  minOrderMinor: byCurrency,
  /** The largest amount of an order, by currency. */
  maxOrderMinor: byCurrency,
  /** What is held against the two: `total`, what the customer pays; `goods`, the lines less their discounts, without delivery and without tax on top. */
  orderAmount: z.enum(['total', 'goods']).default('total'),
  /** How many units all lines may have together. */
  maxUnits: count,
  /** How many lines an order may have. */
  maxLines: count,
  /** How many orders of one customer may be open at a time: placed, and neither delivered, cancelled nor failed. */
  maxOpenOrders: count,
  /** The window of the two that follow. */
  customerWindowMs: windowMs.default(day),
  /** How many orders one customer may place within the window. */
  maxCustomerOrders: count,
  /** The largest amount of all orders that one customer places within the window, by currency. */
  maxCustomerMinor: byCurrency,
});

/** What happens to an order that says the same as another one. */
export const duplicatesSchema = z.strictObject({
  /** `allow`: nobody looks; `review`: a person decides, before money moves; `refuse`: it is not placed. */
  outcome: z.enum(['allow', 'review', 'refuse']).default('allow'),
  /** How long ago the other one may have been placed. */
  windowMs: windowMs.default(10 * minute),
});

const code = z.string().min(1).max(200);
const country = z.string().regex(/^[A-Z]{2}$/, 'must be an ISO 3166-1 alpha-2 code in capitals, such as DE');

/** Where a way of paying may be used. */
const paymentMethodSchema = z.strictObject({
  /** The currencies in which it may be used; `null`: all. */
  currencies: z.array(currency).nullable().default(null),
  /** The countries of the billing address, or, without one, the shipping address; `null`: all. */
  countries: z.array(country).nullable().default(null),
  /** The largest amount that it may cover, by currency. */
  maxMinor: byCurrency,
});

/** The ways of paying that may be used, by method; `null`: all. */
export const paymentMethodsSchema = z.record(code, paymentMethodSchema).nullable().default(null);
