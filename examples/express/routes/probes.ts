import { Router } from 'express';
import { isOrderError, type OrderStore } from 'statecart';
import type { Closing } from '../closing.ts';

/** The longest that the database may take to answer a probe, in milliseconds. */
const patienceMs = 2_000;

/** /health: the process lives. /ready: it can take requests, so the database answers, and its schema is ours. */
export function probeRoutes(store: OrderStore, closing: Closing): Router {
  const routes = Router();

  routes.get('/health', (_request, response) => {
    response.json({ status: 'ok' });
  });

  routes.get('/ready', async (_request, response) => {
    const reason = closing.begun ? 'SHUTTING_DOWN' : await troubleWith(store);
    response.status(reason === null ? 200 : 503).json({ ready: reason === null, reason });
  });

  return routes;
}

/** What keeps the store from being used, as a code; `null`: nothing. */
async function troubleWith(store: OrderStore): Promise<string | null> {
  const patience = AbortSignal.timeout(patienceMs);
  const givenUp = new Promise<string>((resolve) =>
    patience.addEventListener('abort', () => resolve('TIMEOUT'), { once: true }),
  );
  const checked = store.check().then(
    () => null,
    (error: unknown) => (isOrderError(error) ? error.code : 'STORE_UNAVAILABLE'),
  );
  return Promise.race([checked, givenUp]);
}
