import type { CloudEvent } from 'statecart';
import type { MemoryWorld } from 'statecart/adapters/memory';

/** What the process of the outside tells the one that started it. */
export type OutsideMessage =
  /** Where it listens. */
  | { readonly type: 'listening'; readonly port: number }
  /** A call has had its effect, and is about to be answered. */
  | { readonly type: 'served'; readonly what: string };

/** A fact on its way to the shop; it stays until it is settled. */
export interface Delivery {
  readonly id: number;
  readonly event: CloudEvent;
}

/** What became of a fact: `error` sends it again later. */
export interface Settled {
  readonly id: number;
  readonly error: string | null;
}

/** The shop tells the time, and what it has taken over. */
export interface TurnMessage {
  readonly now: number;
  readonly settled: readonly Settled[];
}

/** The outside gives its facts, and says when it has more to do. */
export interface TurnReply {
  readonly facts: readonly Delivery[];
  readonly next: number | null;
}

/** Something that happens outside because the file says so. It happens once. */
export interface Happening {
  /** The same id again changes nothing. */
  readonly id: string;
  readonly what:
    | { readonly do: 'pay'; readonly payment: Parameters<MemoryWorld['payments']['payElsewhere']>[0] }
    | {
        readonly do: 'return';
        readonly orderId: string;
        readonly returnId: string;
        readonly lines: readonly { lineId: string; received: number; sellable: number }[];
      }
    | { readonly do: 'restock'; readonly delivery: Parameters<MemoryWorld['warehouse']['restock']>[0] };
}

/** What the shop has to know when it comes back. */
export interface OutsideState {
  /** Where the clock stood. */
  readonly now: number;
  /** The ids of what has happened. */
  readonly happened: readonly string[];
}

/** The books of the outside, to be compared with the orders. */
export interface OutsideBooks {
  readonly payments: ReturnType<MemoryWorld['payments']['book']>['accounts'];
  readonly levels: ReturnType<MemoryWorld['warehouse']['book']>['levels'];
  readonly reservations: ReturnType<MemoryWorld['warehouse']['book']>['reservations'];
  readonly parcels: ReturnType<MemoryWorld['shipping']['book']>['parcels'];
}
