import type * as z from 'zod';
import { type FactType, factSchemas } from './facts.ts';
import type * as part from './parts.ts';
import { type RequestType, requestSchemas } from './requests.ts';

/** The schema of every event's payload, by type. */
export const eventSchemas = { ...requestSchemas, ...factSchemas } as const;

/** The type of an event. */
export type EventType = keyof typeof eventSchemas;
/** Who did it, when, and what it belongs to. */
export type EventMeta = z.output<typeof part.meta>;
/** The payload of an event, complete. */
export type EventPayload<T extends EventType> = z.output<(typeof eventSchemas)[T]>;
/** The payload of an event as a caller gives it: defaults may be left out. */
export type EventPayloadInput<T extends EventType> = z.input<(typeof eventSchemas)[T]>;

/** The fields of a payload; a payload without fields adds none. */
type Fields<P> = string extends keyof P ? unknown : P;

/** An event of one type: its payload beside `type` and `meta`. */
export type EventOf<T extends EventType> = T extends EventType
  ? { readonly type: T; readonly meta: EventMeta } & Fields<EventPayload<T>>
  : never;
/** Every event that the statechart knows. */
export type OrderEvent = EventOf<EventType>;
/** A request: it may be refused. */
export type OrderRequest = EventOf<RequestType>;
/** A fact: it is never refused. */
export type OrderFact = EventOf<FactType>;

/** An event as a caller writes it: payload defaults and `meta` may be left out. */
export type EventInput<T extends EventType = EventType> = T extends EventType
  ? { readonly type: T; readonly meta?: Partial<EventMeta> } & Fields<EventPayloadInput<T>>
  : never;
/** A request as a caller writes it. */
export type RequestInput = EventInput<RequestType>;
/** A fact as an adapter writes it. */
export type FactInput = EventInput<FactType>;

/** Whether a type names an event of the statechart. */
export function isEventType(type: string): type is EventType {
  return Object.hasOwn(eventSchemas, type);
}
/** Whether a type names a request. */
export function isRequestType(type: string): type is RequestType {
  return Object.hasOwn(requestSchemas, type);
}
/** Whether an event is a fact. */
export function isFact(event: OrderEvent): event is OrderFact {
  return Object.hasOwn(factSchemas, event.type);
}
