import type { Timestamp } from './json.ts';
import type { LineQuantity } from './line.ts';
import type { Operation } from './operation.ts';

/** A carrier and a service level, as they were when they were chosen. */
export interface ShippingMethod {
  readonly carrier: string | null;
  /** The carrier's own word for the level, such as `Priority`. */
  readonly service: string | null;
  /** What the customer has read. */
  readonly label: string | null;
  /** The rate that was offered, as the shipping port knows it. */
  readonly rateId: string | null;
}

/**
 * How far a parcel is. `planned`: waits for money; `requested`: a label is being made; `returned_to_sender`: on its way
 * back; `received_back`: in the warehouse again.
 */
export type ShipmentStage =
  | 'planned'
  | 'requested'
  | 'created'
  | 'dispatched'
  | 'in_transit'
  | 'out_for_delivery'
  | 'available_for_pickup'
  | 'exception'
  | 'delivered'
  | 'returned_to_sender'
  | 'received_back'
  | 'lost'
  | 'cancelled'
  | 'failed';

/** What went wrong with a parcel. `silent`: nothing was heard of it for too long. */
export type ParcelExceptionKind = 'delivery_failed' | 'returned_to_sender' | 'lost' | 'damaged' | 'silent';

/** What can be decided about a parcel that is in trouble. */
export type ParcelResolution = 'wait' | 'redeliver' | 'reship' | 'refund';

/** Something wrong with a parcel, and what came of it. Open while `resolvedAt` is `null`. */
export interface ParcelException {
  readonly id: string;
  readonly kind: ParcelExceptionKind;
  /** What the carrier said, as a code. */
  readonly code: string | null;
  readonly openedAt: Timestamp;
  readonly resolvedAt: Timestamp | null;
  /** What was decided; `moved_on` and `arrived`: the parcel went on before anybody did. */
  readonly resolution: ParcelResolution | 'moved_on' | 'arrived' | null;
  /** Who decided: a user, `terms` or `system`; `null`: nobody had to. */
  readonly by: string | null;
}

/**
 * What became of the units of a parcel that did not arrive. `replaced`: they are to be sent again; `written_off`: they are
 * lost, and not paid for; `taken_back`: they come back, and are not paid for. Its units are counted elsewhere then.
 */
export type ParcelSettlement = 'replaced' | 'written_off' | 'taken_back';

/** One parcel. */
export interface Shipment {
  readonly id: string;
  readonly fulfillmentId: string | null;
  readonly lines: readonly LineQuantity[];
  readonly stage: ShipmentStage;
  /** It has left the warehouse, whatever became of it since. */
  readonly left: boolean;
  readonly carrier: string | null;
  /** The service level of its label. */
  readonly service: string | null;
  readonly trackingNumber: string | null;
  /** Where people can follow it. */
  readonly trackingUrl: string | null;
  readonly reference: string | null;
  readonly dispatchedAt: Timestamp | null;
  /** When the carrier expects to deliver it. */
  readonly estimatedDeliveryAt: Timestamp | null;
  readonly deliveredAt: Timestamp | null;
  /** When the warehouse had it again. */
  readonly receivedBackAt: Timestamp | null;
  /** What of its goods came back fit for sale. */
  readonly sellable: readonly LineQuantity[];
  /** What the carrier said was wrong. */
  readonly exception: string | null;
  /** How often its delivery was tried in vain. */
  readonly attempts: number;
  /** All that went wrong with it, the oldest first. */
  readonly exceptions: readonly ParcelException[];
  /** What became of its units if it did not arrive; `null`: they count as its own. */
  readonly settlement: ParcelSettlement | null;
  /** When the newest thing happened that the carrier has told of, by the carrier's clock: what is older moves nothing back. */
  readonly scannedAt: Timestamp | null;
  /** When the carrier was last heard of it, by our clock. */
  readonly heardAt: Timestamp | null;
  /** The last scan that was taken. All of them stand in a journal of their own, which is not part of the order. */
  readonly scanId: string | null;
  /** `create` first, then each try to stop it; empty when it was made elsewhere. */
  readonly operations: readonly ShipmentOperation[];
}

/** One operation on a shipment. */
export interface ShipmentOperation extends Operation {
  readonly kind: 'create' | 'cancel';
  /** The cancellation that a `cancel` belongs to. */
  readonly causeId: string | null;
}
