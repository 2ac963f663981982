import * as z from 'zod';
import { eventParts as part } from '../machine/index.ts';
import type { PortCall, PortTraits } from './call.ts';

/** What the store knew of the customer's other orders when the screening began. */
export const recentOrders = z.strictObject({
  /** How far back it looked, in milliseconds. */
  windowMs: z.number().int().min(1),
  /** How many other orders were placed in that time and go on, or were delivered. */
  orders: z.number().int().min(0),
  /** How many were cancelled, refunded, or failed. */
  ended: z.number().int().min(0),
  /** What those that count amount to, in the currency of the order. */
  totalMinor: part.amount,
  /** How many orders, of whichever customer, were placed in that time with the same means of payment. */
  samePayment: z.number().int().min(0),
  /** Whether the customer has never placed another order. */
  isFirst: z.boolean(),
});

/** What is screened. */
export const riskRequest = z.strictObject({
  orderId: part.id,
  customer: part.customer.nullable(),
  currency: part.currency,
  totalMinor: part.amount,
  lines: z.array(z.strictObject({ sku: part.id, quantity: part.quantity, totalMinor: part.amount })),
  shippingAddress: part.address.nullable(),
  billingAddress: part.address.nullable(),
  paymentMethods: z.array(part.id),
  /** What the payment port charges, as it knows it: the same token is the same card. */
  paymentTokens: z.array(part.id).default([]),
  /** Read when the order is screened; `null`: nobody is known, or nobody has looked. */
  recent: recentOrders.nullable().default(null),
});

/** What came of it. `review`: a person decides. */
export const riskAnswer = z.strictObject({
  outcome: z.enum(['allow', 'review', 'reject']),
  reasons: z.array(part.id).max(part.maxReasons).default([]),
  reference: part.id.nullable().default(null),
});

/** An order to be screened. */
export type RiskRequest = z.output<typeof riskRequest>;
/** What came of the screening, and why. */
export type RiskAnswer = z.input<typeof riskAnswer>;

/** Screens orders before money moves. */
export interface RiskPort extends PortTraits {
  /** How far back the customer's other orders are looked at, in milliseconds. @defaultValue 86400000 */
  readonly recentWindowMs?: number;
  /** Says whether the order may go on. A call with the same key is the same screening: only `recent` may differ. */
  screen(request: RiskRequest, call: PortCall): Promise<RiskAnswer>;
}
