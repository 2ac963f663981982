import express, { type Express } from 'express';
import type { Logger, OrderStore, Orders } from 'statecart';
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
  /** Whether the service is on its way out. */
  readonly isClosing: () => boolean;
}

/** Puts the routes together. */
export function createApp({ orders, store, logger, webhookSecret, isClosing }: AppParts): Express {
  const app = express();
  app.disable('x-powered-by');
  app.use((_request, response, next) => {
    // A client that keeps its connection would go on with it, and the server could not end.
    if (isClosing()) response.set('connection', 'close');
    next();
  });
  app.use(probeRoutes(store, isClosing));
  app.use('/webhooks', webhookRoutes(orders, webhookSecret));
  app.use('/orders', orderRoutes(orders));
  app.use(noRoute);
  app.use(answerErrors(logger));
  return app;
}
