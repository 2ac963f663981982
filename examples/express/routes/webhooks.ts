import express, { Router } from 'express';
import type { Orders } from 'statecart';
import { readPaymentEvent } from '../../http/payment-event.ts';
import { checkSignature, signatureHeader } from '../../http/payment-signature.ts';

/** /webhooks: what the outside tells. The signature is over the bytes as they came, so the body is read raw. */
export function webhookRoutes(orders: Orders, secret: string): Router {
  const routes = Router();
  routes.use(express.raw({ type: () => true, limit: '256kb' }));

  /** 202: stored, and applied to its order, now or when there is one; 200: nothing new. */
  routes.post('/payments', async (request, response) => {
    const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
    checkSignature(body, request.get(signatureHeader), secret, Date.now());
    const event = readPaymentEvent(body);
    const status = event === null ? 'ignored' : (await orders.receive(event)).status;
    response.status(status === 'stored' ? 202 : 200).json({ status });
  });

  return routes;
}
