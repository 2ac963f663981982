import type * as z from 'zod';
import type { JournalEntry } from '../commands.ts';
import type * as part from '../events/parts.ts';
import type { Order, Timestamp } from '../order.ts';

/** One scan of a parcel, as a carrier told of it. */
export type Scan = z.output<typeof part.scan>;

/** One line of the journal of scans. */
export interface ScanRecord extends Scan {
  /** Our parcel; the name that the scan gave it, if it is none of the order. */
  readonly shipmentId: string;
  /** The order's version that took it. */
  readonly version: number;
  /** When the carrier expected to deliver it, as of this scan. */
  readonly estimatedDeliveryAt: Timestamp | null;
  /** By the carrier's clock. */
  readonly occurredAt: Timestamp;
  /** By ours. */
  readonly receivedAt: Timestamp;
}

/**
 * The scans among the lines of an order's journal, each once, in the order in which they happened. A store keeps them
 * apart, so that the way of a parcel is read without the rest of the journal.
 */
export function scansOf(order: Order, journal: readonly JournalEntry[]): readonly ScanRecord[] {
  const seen = new Map<string, ScanRecord>();
  for (const { type, outcome, data, meta, version } of journal) {
    if (type !== 'shipment.tracking_updated' || outcome === 'refused') continue;
    const { shipmentId: name, scan, estimatedDeliveryAt } = data as unknown as ScanData;
    const shipmentId = order.shipments.find((entry) => isNamed(entry, name))?.id ?? name;
    const { occurredAt, receivedAt } = meta;
    const record = { ...scan, shipmentId, version, estimatedDeliveryAt, occurredAt, receivedAt };
    const key = JSON.stringify([shipmentId, scan.id]);
    if (!seen.has(key)) seen.set(key, record);
  }
  return [...seen.values()].sort(inOrder);
}

interface ScanData {
  readonly shipmentId: string;
  readonly scan: Scan;
  readonly estimatedDeliveryAt: Timestamp | null;
}

function isNamed(entry: Order['shipments'][number], name: string): boolean {
  return entry.id === name || entry.reference === name || entry.trackingNumber === name;
}

/** Scans by the time when they happened; of one moment, in the order in which they came. */
function inOrder(a: ScanRecord, b: ScanRecord): number {
  return a.occurredAt - b.occurredAt || a.version - b.version;
}
