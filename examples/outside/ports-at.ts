import { type JsonObject, type OrderPorts, PortError } from 'statecart';
import { post } from './post.ts';
import { type CallReply, calls, type Party } from './protocol.ts';

interface Call {
  readonly key?: string;
  readonly signal: AbortSignal;
  readonly traceparent: string | null;
}

/** The ports of an outside that answers at a URL, in a process of its own. */
export function portsAt(url: string): OrderPorts {
  const call = async (party: Party, method: string, request: unknown, { key, signal, traceparent }: Call) => {
    const message = { party, method, key: key ?? '', request, traceparent };
    const reply = await post<CallReply>(`${url}/call`, message, signal);
    if (reply.ok) return reply.answer;
    const { message: why, ...known } = reply.failure;
    throw new PortError(why, known);
  };
  /** A port whose methods are calls of a party. */
  const port = (party: Party) => ({
    ...Object.fromEntries(
      calls[party].map((method) => [
        method,
        (request: JsonObject, how: Call) => call(party, method, request, how),
      ]),
    ),
    find: (key: string, how: Call) => call(party, 'find', null, { ...how, key }),
  });
  return {
    payment: port('payments'),
    warehouse: {
      ...port('warehouse'),
      available: (skus: readonly string[], how: Call) => call('warehouse', 'available', skus, how),
    },
    fulfillment: port('fulfillment'),
    shipping: port('shipping'),
    risk: port('risk'),
    notification: port('notifications'),
    checkout: port('checkout'),
  } as unknown as OrderPorts;
}
