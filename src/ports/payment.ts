import * as z from 'zod';
import { eventParts as part } from '../machine/index.ts';
import type { PortCall, PortTraits } from './call.ts';

const payment = {
  orderId: part.id,
  paymentId: part.id,
  method: part.id,
  provider: part.id,
  token: part.id.nullable(),
  currency: part.currency,
  amountMinor: part.positiveAmount,
};

/** What crosses the payment port on the way out. */
export const paymentRequests = {
  authorize: z.strictObject({ ...payment, customerId: part.id.nullable(), orderNumber: part.id.nullable() }),
  /** `authorization`: the provider's reference of what is captured. */
  capture: z.strictObject({
    ...payment,
    authorization: part.id.nullable(),
    final: z.boolean().default(false),
  }),
  void: z.strictObject({ ...payment, authorization: part.id.nullable() }),
  /** `capture`: the provider's reference of what is given back. */
  refund: z.strictObject({ ...payment, capture: part.id.nullable(), reason: part.text }),
};

const reference = part.id.nullable().default(null);
/** What crosses the payment port on the way back. */
export const paymentAnswer = z.discriminatedUnion('status', [
  z.strictObject({
    status: z.literal('authorized'),
    reference,
    amountMinor: part.positiveAmount,
    expiresAt: part.timestamp.nullable().default(null),
  }),
  /** Of an authorization: the provider has taken the money at once (a sale). */
  z.strictObject({ status: z.literal('captured'), reference, amountMinor: part.positiveAmount }),
  z.strictObject({ status: z.literal('voided'), reference }),
  z.strictObject({ status: z.literal('refunded'), reference, amountMinor: part.positiveAmount }),
  /** Decided against: a decline, a void after settlement, a refund that the bank refuses. */
  z.strictObject({
    status: z.literal('declined'),
    code: part.id,
    reason: part.text.nullable().default(null),
    reference,
    /** Of a void that comes too late (`already_captured`): how much was captured; `null`: all of it. */
    capturedMinor: part.positiveAmount.nullable().default(null),
  }),
  /** Taken on; the outcome comes later as a fact (a webhook). */
  z.strictObject({
    status: z.literal('pending'),
    reference,
    /** Of an authorization: when it counts as failed; `null`: as the order's terms say. */
    expiresAt: part.timestamp.nullable().default(null),
  }),
  /** Of an authorization: the customer has to do something first (3-D Secure). The outcome comes later as a fact. */
  z.strictObject({
    status: z.literal('action_required'),
    reference,
    nextAction: part.nextAction,
    expiresAt: part.timestamp.nullable().default(null),
  }),
]);

/** An answer of the payment port. */
export type PaymentAnswer = z.input<typeof paymentAnswer>;
/** Asks for money to be held. */
export type AuthorizeRequest = z.output<typeof paymentRequests.authorize>;
/** Asks for held money to be taken. `final`: nothing more will be captured of the authorization. */
export type CaptureRequest = z.output<typeof paymentRequests.capture>;
/** Asks for held money to be let go. */
export type VoidRequest = z.output<typeof paymentRequests.void>;
/** Asks for money to be given back. */
export type RefundRequest = z.output<typeof paymentRequests.refund>;

/**
 * A payment provider. Amounts are in minor units by ISO 4217's exponents; an adapter maps them to its provider's and
 * refuses what can't be represented. A decline is an answer; an error says what is known of the effect.
 *
 * @example
 * import { type PaymentPort, PortError } from 'statecart/ports';
 *
 * const authorize: PaymentPort['authorize'] = async ({ amountMinor, currency, token }, { key, signal }) => {
 *   const response = await fetch('https://payments.example/holds', {
 *     method: 'POST',
 *     headers: { 'content-type': 'application/json', 'idempotency-key': key },
 *     body: JSON.stringify({ amountMinor, currency, token }),
 *     signal,
 *   });
 *   if (response.status === 429) throw new PortError('too many calls', { outcome: 'failed', code: 'rate_limited' });
 *   if (!response.ok) throw new PortError(`the provider answered ${response.status}`, { outcome: 'unknown' });
 *   const { hold, declined } = (await response.json()) as { hold: string; declined: string | null };
 *   if (declined !== null) return { status: 'declined', code: declined };
 *   return { status: 'authorized', reference: hold, amountMinor };
 * };
 */
export interface PaymentPort extends PortTraits {
  /**
   * Holds `amountMinor` on the customer's means of payment. The same key authorizes once. May be `pending` (a bank debit) or
   * `action_required`: until the outcome comes as a fact, `find` is asked now and then, in case that fact gets lost.
   */
  authorize(request: AuthorizeRequest, call: PortCall): Promise<PaymentAnswer>;
  /** Takes `amountMinor` of an authorization; may be called several times with different keys. The same key captures once. */
  capture(request: CaptureRequest, call: PortCall): Promise<PaymentAnswer>;
  /** Lets go of what is left of an authorization. The same key voids once; nothing left to void is `voided`. */
  void(request: VoidRequest, call: PortCall): Promise<PaymentAnswer>;
  /** Gives `amountMinor` of captured money back. The same key refunds once. */
  refund(request: RefundRequest, call: PortCall): Promise<PaymentAnswer>;
  /** What became of the call with this key; `null`: the provider has never seen it. */
  find(key: string, call: PortCall): Promise<PaymentAnswer | null>;
}
