export { type Draft, type DraftInput, draftSchema } from './draft.ts';
export {
  type EventInput,
  type EventMeta,
  type EventOf,
  type EventPayload,
  type EventPayloadInput,
  type EventType,
  eventSchemas,
  type FactInput,
  isEventType,
  isFact,
  isRequestType,
  type OrderEvent,
  type OrderFact,
  type OrderRequest,
  type RequestInput,
} from './events.ts';
export { type FactType, factSchemas, factTypes } from './facts.ts';
export {
  type EventParser,
  eventParser,
  listProblems,
  parseAs,
  parseEvent,
  pathText,
  problemsOf,
} from './parse.ts';
export * as eventParts from './parts.ts';
export { type RequestType, requestSchemas, requestTypes } from './requests.ts';
