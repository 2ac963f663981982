import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createOrders } from 'statecart';
import { consoleLogger as logger } from 'statecart/adapters/system';
import { createApp } from './app.ts';
import { Closing } from './closing.ts';
import type { Config } from './config.ts';
import { openDatabase } from './database.ts';
import { openOutside } from './outside.ts';
import { closeServer, onSignal } from './shutdown.ts';

/** Starts the service: database, outside, orders with their worker, HTTP. It ends by a signal. */
export async function startService(config: Config): Promise<void> {
  const { store, close } = await openDatabase(config);
  const portOf = () => (server.address() as AddressInfo).port;
  const outside = openOutside(
    config,
    () => `http://127.0.0.1:${portOf()}`,
    (fact) => orders.receive(fact),
  );
  const orders = createOrders({
    store,
    ports: outside.ports,
    logger,
    source: 'express-shop',
    worker: { leaseMs: config.workerLeaseMs },
    // A hosted checkout: the order is placed first, and paid on the provider's page.
    terms: { paymentOnSubmit: 'later' },
  });

  const closing = new Closing();
  const { webhookSecret } = config;
  const server = createServer(createApp({ orders, store, logger, webhookSecret, closing }));
  onSignal(logger, config.shutdownDelayMs, () => closing.begin(), [
    () => outside.stop(),
    () => closeServer(server),
    () => orders.stop(),
    () => outside.close(),
    close,
  ]);

  server.listen(config.port);
  await once(server, 'listening');
  await orders.start();
  logger.info({ port: portOf() }, 'listening');
}
