import type { CloudEvent, JsonObject } from 'statecart';
import { parseAs } from 'statecart/machine';
import { z } from 'zod';
import { HttpProblem } from './problem.ts';

/** How the payment provider writes its events. Yours writes them otherwise: this file is where they are translated. */
const paymentEvent = z.object({
  id: z.string(),
  type: z.string(),
  createdAt: z.string(),
  orderId: z.string(),
  data: z.record(z.string(), z.unknown()),
});

/** What a payment provider may tell of an order. Whatever else it tells is not for us. */
const known: ReadonlySet<string> = new Set([
  'payment.pending',
  'payment.action_required',
  'payment.authorized',
  'payment.captured',
  'payment.confirmed',
  'payment.failed',
  'payment.voided',
  'payment.void_failed',
  'payment.refunded',
  'payment.refund_failed',
  'refund.completed',
  'chargeback.opened',
  'chargeback.won',
  'chargeback.lost',
]);

/** The CloudEvent that a provider's event stands for; `null`: it is none of ours. @throws HttpProblem, OrderError. */
export function readPaymentEvent(body: Buffer): CloudEvent | null {
  const { id, type, createdAt, orderId, data } = parseAs(paymentEvent, parse(body), 'the event');
  if (!known.has(type)) return null;
  return {
    specversion: '1.0',
    id,
    source: 'payments',
    type,
    subject: orderId,
    time: createdAt,
    data: data as JsonObject,
  };
}

/** A provider's event out of a fact that a simulated provider reports. */
export function writePaymentEvent({ id, type, time, subject, data }: CloudEvent): string {
  return JSON.stringify({ id, type, createdAt: time, orderId: subject, data });
}

function parse(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    throw new HttpProblem(400, 'MALFORMED_JSON', 'The body is not valid JSON.');
  }
}
