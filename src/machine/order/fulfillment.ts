import type { Timestamp } from './json.ts';
import type { LineQuantity } from './line.ts';
import type { Operation } from './operation.ts';

/** How far a warehouse is with its part of the order. */
export type FulfillmentStage =
  | 'requested'
  | 'accepted'
  | 'planning'
  | 'picking'
  | 'packing'
  | 'shipped'
  | 'completed'
  | 'cancelled'
  | 'failed';

/** The part of an order that one warehouse fulfils. */
export interface Fulfillment {
  readonly id: string;
  readonly warehouseId: string;
  readonly lines: readonly LineQuantity[];
  readonly stage: FulfillmentStage;
  readonly reference: string | null;
  /** The last wish of a person to stop it. */
  readonly stop: FulfillmentStop | null;
  /** `create` first, then each try to stop it. */
  readonly operations: readonly FulfillmentOperation[];
}

/** A person's wish that a warehouse stops, and what is to become of its goods. */
export interface FulfillmentStop {
  readonly id: string;
  /** `replan`: they are asked for again at once; `hold`: only when a person lets the order go on. */
  readonly afterwards: 'replan' | 'hold';
  readonly reason: string;
  readonly actor: string | null;
  readonly requestedAt: Timestamp;
}

/** One operation on a fulfilment. */
export interface FulfillmentOperation extends Operation {
  readonly kind: 'create' | 'cancel';
  /** What a `cancel` belongs to: the order's cancellation, one of lines, or a person's wish to stop it. */
  readonly causeId: string | null;
}
