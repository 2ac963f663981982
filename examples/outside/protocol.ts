import type { JsonObject } from 'statecart';

/** The calls that go over the wire, by party. Besides them every party answers `find`, and the warehouse `available`. */
export const calls = {
  payments: ['authorize', 'capture', 'void', 'refund'],
  warehouse: ['reserve', 'release', 'confirm', 'return'],
  fulfillment: ['create', 'cancel'],
  shipping: ['createShipment', 'cancelShipment'],
  risk: ['screen'],
  notifications: ['send'],
  checkout: ['clear'],
} as const;

/** A party of the outside. */
export type Party = keyof typeof calls;

/** One call of a port. `find` asks for a key, `available` for SKUs, the others carry a request. */
export interface CallMessage {
  readonly party: Party;
  readonly method: string;
  readonly key: string;
  readonly request: JsonObject | readonly string[] | null;
  readonly traceparent: string | null;
}

/** What a port throws, over the wire. */
export interface CallFailure {
  readonly message: string;
  readonly retry: 'never' | 'later';
  readonly outcome: 'failed' | 'unknown';
  readonly code: string;
}

/** The answer to a call. */
export type CallReply =
  | { readonly ok: true; readonly answer: unknown }
  | { readonly ok: false; readonly failure: CallFailure };
