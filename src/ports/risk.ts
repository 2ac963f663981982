import * as z from 'zod';
import { eventParts as part } from '../machine/index.ts';
import type { PortCall, PortTraits } from './call.ts';

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
  /** Says whether the order may go on. The same key gives the same answer. */
  screen(request: RiskRequest, call: PortCall): Promise<RiskAnswer>;
}
