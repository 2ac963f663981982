import { type JsonObject, type OrderPorts, PortError } from 'statecart';
import {
  type CallReply,
  calls,
  type Happening,
  type OutsideBooks,
  type OutsideState,
  type Party,
  type Settled,
  type TurnReply,
} from './protocol.ts';

/** The longest that an answer from the next process may take, in real milliseconds. */
const patienceMs = 20_000;

/** The outside, as the shop sees it. */
export interface OutsideClient {
  readonly ports: OrderPorts;
  state(): Promise<OutsideState>;
  books(): Promise<OutsideBooks>;
  /** Tells the time, settles facts, and gets those that wait. */
  turn(now: number, settled: readonly Settled[]): Promise<TurnReply>;
  happen(happening: Happening): Promise<void>;
}

interface Call {
  readonly key?: string;
  readonly signal: AbortSignal;
  readonly traceparent: string | null;
}

/** Speaks with the outside at a URL. */
export function connectOutside(url: string): OutsideClient {
  const post = async <Reply>(path: string, body: unknown, signal?: AbortSignal): Promise<Reply> => {
    const patience = AbortSignal.timeout(patienceMs);
    const response = await fetch(url + path, {
      method: 'POST',
      body: JSON.stringify(body),
      signal: signal === undefined ? patience : AbortSignal.any([signal, patience]),
    });
    const reply: unknown = await response.json();
    if (response.ok) return reply as Reply;
    throw new Error(
      `the outside answered ${path} with ${response.status}: ${(reply as { message: string }).message}`,
    );
  };
  const call = async (party: Party, method: string, request: unknown, { key, signal, traceparent }: Call) => {
    const message = { party, method, key: key ?? '', request, traceparent };
    const reply = await post<CallReply>('/call', message, signal);
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
    ports: {
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
    } as unknown as OrderPorts,
    state: () => post('/state', null),
    books: () => post('/books', null),
    turn: (now, settled) => post('/turn', { now, settled }),
    happen: (happening) => post('/happen', happening),
  };
}
