import * as z from 'zod';
import {
  type EventInput,
  type EventPayloadInput,
  type EventType,
  type Evidence,
  type FactType,
  type Order,
  parseAs,
  eventParts as part,
  type RequestType,
} from '../machine/index.ts';
import type { SendOptions } from './send-options.ts';

/** The facts about money that a person may record: those that a provider would tell. */
export type PaymentFactType = FactType & (`payment.${string}` | `chargeback.${string}`);

/** What a person knows of a payment: a fact, as its provider would have told it. */
export type PaymentRecord = {
  [T in PaymentFactType]: { readonly type: T } & Omit<EventPayloadInput<T>, 'evidence'>;
}[PaymentFactType];

/** Who records a fact about money by hand, and what they show for it. */
export interface RecordOptions extends SendOptions {
  /** Who records it: a name is needed. */
  readonly actor: string;
  readonly evidence: Pick<Evidence, 'reason'> & Partial<Pick<Evidence, 'document'>>;
}

/** How a way of paying is added. */
export type AddPaymentInput = EventPayloadInput<'payment.add'>;
/** What is to be captured. */
export type CaptureInput = EventPayloadInput<'payment.capture'>;
/** What is to be given back. */
export type RefundInput = EventPayloadInput<'payment.refund'>;

/** Nothing is recorded by hand without a name and a reason. */
const recorded = z.object({ actor: part.id, evidence: part.evidence });

type Send = (orderId: string, event: EventInput, options?: SendOptions) => Promise<Order>;

/** The methods that move an order's money. */
export function createPaymentRequests(send: Send) {
  const sendAs = <T extends EventType>(
    type: T,
    orderId: string,
    payload: EventPayloadInput<T>,
    options?: SendOptions,
  ): Promise<Order> => send(orderId, { ...payload, type } as unknown as EventInput, options);
  const request = <T extends RequestType>(
    type: T,
    orderId: string,
    payload: EventPayloadInput<T>,
    options?: SendOptions,
  ) => sendAs(type, orderId, payload, options);

  return {
    addPayment: (orderId: string, payment: AddPaymentInput, options?: SendOptions) =>
      request('payment.add', orderId, payment, options),
    capture: (orderId: string, what: CaptureInput = {}, options?: SendOptions) =>
      request('payment.capture', orderId, what, options),
    refund: (orderId: string, what: RefundInput, options?: SendOptions) =>
      request('payment.refund', orderId, what, options),
    retryPayment: (orderId: string, transactionId: string, options?: SendOptions) =>
      request('payment.retry', orderId, { transactionId }, options),
    async recordPayment(
      orderId: string,
      { type, ...fact }: PaymentRecord,
      { evidence: shown, ...options }: RecordOptions,
    ): Promise<Order> {
      const { evidence } = parseAs(recorded, { ...options, evidence: shown }, `the record of ${type}`);
      return sendAs(type, orderId, { ...fact, evidence } as EventPayloadInput<typeof type>, options);
    },
  };
}
