import express, { type Express } from 'express';
import type { Logger, OrderStore, Orders } from 'statecart';
import type { Closing } from './closing.ts';
import { answerErrors, noRoute } from './errors.ts';
import { orderRoutes } from './routes/orders.ts';
import { probeRoutes } from './routes/probes.ts';
import { webhookRoutes } from './routes/webhooks.ts';

/** What the service is made of. */
export interface AppParts {
  readonly orders: Orders;
  readonly store: OrderStore;
  readonly logger: Logger;
  readonly webhookSecret: string;
  readonly closing: Closing;
}

/** Puts the routes together. */
export function createApp({ orders, store, logger, webhookSecret, closing }: AppParts): Express {
  const app = express();
  app.disable('x-powered-by');
  app.use((_request, response, next) => {
    closing.watch(response);
    next();
  });
  app.use(probeRoutes(store, closing));
  app.use('/webhooks', webhookRoutes(orders, webhookSecret));
  app.use('/orders', orderRoutes(orders));
  app.use(noRoute);
  app.use(answerErrors(logger));
  return app;
}
