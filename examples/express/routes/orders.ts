import express, { type Request, Router } from 'express';
import type { CancelInput, Orders } from 'statecart';
import { readOrderRequest } from '../../http/order-request.ts';
import { historyView, orderView } from '../../http/order-view.ts';
import { HttpProblem } from '../../http/problem.ts';

/** Who asks. With accounts it is the user's id, which your own middleware has found out. */
const actor = 'customer';

/** /orders: to place, see and cancel orders. */
export function orderRoutes(orders: Orders): Router {
  const routes = Router();
  routes.use(express.json({ limit: '256kb' }));

  routes.post('/', async (request, response) => {
    const idempotencyKey = request.get('idempotency-key');
    const order = await orders.create(readOrderRequest(jsonOf(request)), {
      actor,
      ...(idempotencyKey === undefined ? {} : { idempotencyKey }),
    });
    response.status(201).location(`/orders/${order.id}`).json(orderView(order));
  });

  routes.get('/:id', async (request, response) => {
    response.json(orderView(await orders.get(request.params.id)));
  });

  routes.get('/:id/history', async (request, response) => {
    response.json(historyView(await orders.history(request.params.id)));
  });

  /** 200: it is cancelled; 202: warehouse or carrier have been asked to stop, and the order says what came of it. */
  routes.post('/:id/cancel', async (request, response) => {
    const how = { reason: 'customer_request', ...(jsonOf(request) as Partial<CancelInput>) };
    const order = await orders.cancel(request.params.id, how, { actor });
    response.status(order.axes.status === 'cancelled' ? 200 : 202).json(orderView(order));
  });

  return routes;
}

/** The body as JSON; nothing at all is an empty object. */
function jsonOf(request: Request): unknown {
  // An empty body has no type: fetch sends `content-length: 0` with a POST of nothing.
  if (request.is('json') === false && request.get('content-length') !== '0') {
    throw new HttpProblem(415, 'UNSUPPORTED_MEDIA_TYPE', 'Send JSON, with content-type: application/json.');
  }
  return request.body ?? {};
}
