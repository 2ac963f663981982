import type { ComposedOrder } from '../../machine/index.ts';
import type { Candidate } from '../candidate.ts';

/** An extended order, as walks take it: what it is of, and which events of its extensions could come. */
export interface Walked {
  readonly order: ComposedOrder;
  /** The events of its extensions that could come to an order next. */
  readonly candidates: (order: never) => readonly Candidate[];
}
