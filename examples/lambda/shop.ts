import pg from 'pg';
import { createOrders, type Orders } from 'statecart';
import { createMemoryCatalog } from 'statecart/adapters/memory';
import { createPostgresStore } from 'statecart/adapters/postgres';
import { consoleLogger as logger } from 'statecart/adapters/system';
import { portsAt } from '../outside/ports-at.ts';
import { products } from '../outside/shop.ts';

let opened: Orders | null = null;

/**
 * The orders of this function. They are made at its first call and kept while it is warm, to save time and connections:
 * nothing relies on it, since all that is known stands in the database, and the next call may be a cold start.
 */
export function shop(): Orders {
  opened ??= open();
  return opened;
}

function open(): Orders {
  // Each running copy of the function has a pool of its own: small, or many copies use up the server's connections.
  const connection = new pg.Pool({
    connectionString: variable('DATABASE_URL'),
    max: 4,
    idleTimeoutMillis: 10_000,
    connectionTimeoutMillis: 5_000,
  });
  // A function that was frozen finds its connections dead when it thaws; the pool opens new ones.
  connection.on('error', (error) => logger.warn({ err: error }, 'an idle connection was lost'));
  return createOrders({
    store: createPostgresStore({ connection, schema: process.env.DATABASE_SCHEMA ?? 'statecart' }),
    // THE PLACE TO PLUG IN YOUR OWN payment provider, warehouse, fulfilment and carrier. Here they are simulated, in a
    // process of their own (outside.ts): in the function's memory they would forget everything at each cold start.
    ports: { ...portsAt(variable('OUTSIDE_URL')), catalog: createMemoryCatalog(products) },
    logger,
    source: 'lambda-shop',
    terms: { paymentOnSubmit: 'later' },
  });
}

function variable(name: string): string {
  const value = process.env[name];
  if (value === undefined || value === '') throw new Error(`The environment variable ${name} is needed.`);
  return value;
}
