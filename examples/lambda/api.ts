import type { APIGatewayProxyHandlerV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import type { CancelInput, Orders } from 'statecart';
import { consoleLogger as logger } from 'statecart/adapters/system';
import { readOrderRequest } from '../http/order-request.ts';
import { orderView } from '../http/order-view.ts';
import { HttpProblem, problemOf } from '../http/problem.ts';
import { shop } from './shop.ts';

type Event = Parameters<APIGatewayProxyHandlerV2>[0];
type Result = APIGatewayProxyStructuredResultV2;

/** Who asks. With an authorizer it is the user's id, from `event.requestContext`. */
const actor = 'customer';

/** The routes of the HTTP API, as template.yaml has them. They commit and answer; the work that follows is drain.ts's. */
export const routes: Readonly<Record<string, (orders: Orders, event: Event) => Promise<Result>>> = {
  async 'POST /orders'(orders, event) {
    const idempotencyKey = event.headers['idempotency-key'];
    const order = await orders.create(readOrderRequest(jsonOf(event)), {
      actor,
      ...(idempotencyKey === undefined ? {} : { idempotencyKey }),
    });
    return json(201, orderView(order), { location: `/orders/${order.id}` });
  },
  async 'GET /orders/{id}'(orders, event) {
    return json(200, orderView(await orders.get(idOf(event))));
  },
  async 'POST /orders/{id}/cancel'(orders, event) {
    const how = { reason: 'customer_request', ...(jsonOf(event) as Partial<CancelInput>) };
    const order = await orders.cancel(idOf(event), how, { actor });
    return json(order.axes.status === 'cancelled' ? 200 : 202, orderView(order));
  },
};

/** API Gateway, HTTP API, payload format 2.0. */
export const handler: APIGatewayProxyHandlerV2 = async (event) => {
  try {
    const route = routes[event.routeKey];
    if (route === undefined)
      throw new HttpProblem(404, 'NOT_FOUND', `There is nothing at ${event.routeKey}.`);
    return await route(shop(), event);
  } catch (error) {
    const problem = problemOf(error);
    if (problem.status > 499) logger.error({ err: error, route: event.routeKey }, 'a request failed');
    return json(problem.status, problem, { 'content-type': 'application/problem+json' });
  }
};

function idOf(event: Event): string {
  return event.pathParameters?.id ?? '';
}

function jsonOf({ body, isBase64Encoded }: Event): unknown {
  const text = isBase64Encoded ? Buffer.from(body ?? '', 'base64').toString('utf8') : (body ?? '');
  if (text === '') return {};
  try {
    return JSON.parse(text);
  } catch {
    throw new HttpProblem(400, 'MALFORMED_JSON', 'The body is not valid JSON.');
  }
}

function json(statusCode: number, body: unknown, headers: Record<string, string> = {}): Result {
  return {
    statusCode,
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  };
}
