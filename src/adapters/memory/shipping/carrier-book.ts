import type { LineQuantity, Timestamp } from '../../../machine/index.ts';
import type { Collection } from '../payments/collection.ts';
import type { Telling } from '../simulation/telling.ts';

/** How far a parcel is. `asked`: its label is not made yet. */
export type ParcelStage =
  | 'asked'
  | 'created'
  | 'dispatched'
  | 'in_transit'
  | 'exception'
  | 'delivered'
  | 'returned_to_sender'
  | 'received_back'
  | 'damaged'
  | 'lost'
  | 'cancelled'
  | 'failed';

/** What becomes of a parcel in the end. */
export type ParcelFate =
  | 'delivered'
  | 'exception'
  | 'lost'
  | 'returned_to_sender'
  /** Returned to its sender, and received there. */
  | 'received_back'
  /** Lost, and delivered after all. */
  | 'turned_up'
  | 'damaged';

/** One parcel in the carrier's book. */
export type ParcelRow = {
  readonly shipmentId: string;
  readonly orderId: string;
  readonly fulfillmentId: string | null;
  readonly reference: string;
  readonly carrier: string;
  readonly service: string | null;
  readonly trackingNumber: string;
  readonly trackingUrl: string;
  readonly estimatedDeliveryAt: Timestamp;
  readonly lines: readonly (LineQuantity & { readonly sku: string })[];
  readonly stage: ParcelStage;
  /** It has left, whatever became of it since. */
  readonly left: boolean;
  readonly fate: ParcelFate;
  /** What is said of an exception. */
  readonly code: string;
  readonly refusesCancel: boolean;
  readonly telling: Telling;
  /** What is to be collected at the door. */
  readonly collect: Collection | null;
  /** Whether the money is had at the door. */
  readonly collects: boolean;
  /** Where it was seen, and when. */
  readonly scans: readonly { readonly stage: ParcelStage; readonly at: Timestamp }[];
};
