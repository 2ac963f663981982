import type * as z from 'zod';
import type { PortCall } from '../../../ports/index.ts';
import { type PaymentPort, paymentAnswer } from '../../../ports/index.ts';
import { answerOf, callOf, newId, newKey } from '../port/harness.ts';
import type { KeyedCalls, KeyedEffect } from '../port/keyed.ts';
import type { PaymentMeans, PaymentSums, PaymentUnderTest } from './world.ts';

/** What each payment of a contract is authorized for. */
export const totalMinor = 1_000;

/** An answer as the runtime reads it. */
type Answer = z.output<typeof paymentAnswer>;

/** One payment of an order, and how it is asked for. */
export interface SamplePayment {
  readonly paymentId: string;
  authorize(call: PortCall, amountMinor?: number): Promise<Answer>;
  /** `authorization`: the provider's reference. */
  capture(
    call: PortCall,
    authorization: string | null,
    amountMinor: number,
    final?: boolean,
  ): Promise<Answer>;
  void(call: PortCall, authorization: string | null, amountMinor?: number): Promise<Answer>;
  refund(call: PortCall, capture: string | null, amountMinor: number): Promise<Answer>;
}

/** A new payment with a means of payment. */
export function samplePayment(port: PaymentPort, means: PaymentMeans = {}): SamplePayment {
  const { method = 'card', provider = 'default', token = null, currency = 'EUR' } = means;
  const orderId = newId();
  const payment = { orderId, paymentId: `${orderId}:payment:1`, method, provider, token, currency };
  const read = async (ask: () => Promise<unknown>): Promise<Answer> => answerOf(paymentAnswer, await ask());
  return {
    paymentId: payment.paymentId,
    authorize: (call, amountMinor = totalMinor) =>
      read(() => port.authorize({ ...payment, amountMinor, customerId: null, orderNumber: null }, call)),
    capture: (call, authorization, amountMinor, final = false) =>
      read(() => port.capture({ ...payment, amountMinor, authorization, final }, call)),
    void: (call, authorization, amountMinor = totalMinor) =>
      read(() => port.void({ ...payment, amountMinor, authorization }, call)),
    refund: (call, capture, amountMinor) =>
      read(() => port.refund({ ...payment, amountMinor, capture, reason: 'a part is given back' }, call)),
  };
}

/** Authorizes the payment; gives the provider's reference. */
export async function authorized(payment: SamplePayment): Promise<string | null> {
  const answer = await payment.authorize(callOf(newKey('authorization')));
  if (answer.status !== 'authorized')
    throw new Error(`the means of payment has to be good: the answer was ${JSON.stringify(answer)}`);
  return answer.reference;
}

/** Authorizes the payment and captures all of it; gives the provider's reference of the capture. */
export async function captured(payment: SamplePayment): Promise<string | null> {
  const authorization = await authorized(payment);
  const answer = await payment.capture(callOf(newKey('capture')), authorization, totalMinor, true);
  if (answer.status !== 'captured')
    throw new Error(`what is authorized has to be captured: the answer was ${JSON.stringify(answer)}`);
  return answer.reference;
}

/** The methods that move money, each on a payment of its own. */
export function paymentEffects(
  means: PaymentMeans | undefined,
  hasSeveralCaptures: boolean,
): readonly KeyedEffect<PaymentUnderTest>[] {
  const final = !hasSeveralCaptures;
  const sumOf = async ({ book }: PaymentUnderTest, { paymentId }: SamplePayment, field: keyof PaymentSums) =>
    (await book?.(paymentId))?.[field] ?? Number.NaN;
  const effect = (
    method: string,
    prepare: (payment: SamplePayment) => Promise<Pick<KeyedCalls, 'ask' | 'askOther'>>,
    field: keyof PaymentSums,
    amountMinor: number,
  ): KeyedEffect<PaymentUnderTest> => ({
    method,
    async prepare(world) {
      const payment = samplePayment(world.port, means);
      return {
        ...(await prepare(payment)),
        happened: async () => (await sumOf(world, payment, field)) / amountMinor,
      };
    },
  });
  return [
    effect(
      'authorize',
      async (payment) => ({
        ask: (call) => payment.authorize(call),
        askOther: (call) => payment.authorize(call, totalMinor + 1),
      }),
      'authorizedMinor',
      totalMinor,
    ),
    effect(
      'capture',
      async (payment) => {
        const authorization = await authorized(payment);
        return {
          ask: (call) => payment.capture(call, authorization, 400, final),
          askOther: (call) => payment.capture(call, authorization, 401, final),
        };
      },
      'capturedMinor',
      400,
    ),
    effect(
      'void',
      async (payment) => {
        const authorization = await authorized(payment);
        return {
          ask: (call) => payment.void(call, authorization),
          askOther: (call) => payment.void(call, authorization, totalMinor - 1),
        };
      },
      'voidedMinor',
      totalMinor,
    ),
    effect(
      'refund',
      async (payment) => {
        const capture = await captured(payment);
        return {
          ask: (call) => payment.refund(call, capture, 300),
          askOther: (call) => payment.refund(call, capture, 301),
        };
      },
      'refundedMinor',
      300,
    ),
  ];
}
