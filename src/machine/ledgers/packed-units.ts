import type { LineQuantity, Order, Shipment } from '../order.ts';
import { atMost, listUnits, minus, unitsOf } from './lines.ts';

/** The place of a ledger entry among all that the order has entered. */
function entryNumber(id: string): number {
  return Number(id.split(':').at(-1));
}

/** When a parcel's goods were to be sent again, as a place among the order's entries. */
function replacedAt(shipment: Shipment): number {
  const decided = shipment.exceptions.filter((entry) => entry.resolution === 'reship').at(-1);
  return decided === undefined ? Number.POSITIVE_INFINITY : entryNumber(decided.id);
}

/**
 * The units that were packed so far, each once: those that were sent again, and are in a second parcel by now, count in
 * that one only. What was called back or taken back does not count.
 */
export function packedUnits(order: Order): Map<string, number> {
  const packed = order.shipments.filter(
    (shipment) => shipment.stage !== 'cancelled' && shipment.stage !== 'failed',
  );
  const units = unitsOf(
    packed.filter(({ settlement }) => settlement === null || settlement === 'written_off').map(linesOf),
  );
  const replaced = packed
    .filter(({ settlement }) => settlement === 'replaced')
    .sort((a, b) => replacedAt(a) - replacedAt(b));
  let later = packed.map((shipment) => ({ shipment, left: unitsOf([shipment.lines]) }));
  for (const old of replaced) {
    let open = unitsOf([old.lines]);
    later = later.map((entry) => {
      if (entry.shipment === old || !isAfter(entry.shipment, old)) return entry;
      const taken = atMost(open, entry.left);
      open = minus(open, taken);
      return { ...entry, left: minus(entry.left, taken) };
    });
    for (const { lineId, quantity } of listUnits(open))
      units.set(lineId, (units.get(lineId) ?? 0) + quantity);
  }
  return units;
}

function isAfter(parcel: Shipment, old: Shipment): boolean {
  return parcel.fulfillmentId === null || entryNumber(parcel.fulfillmentId) > replacedAt(old);
}

const linesOf = (shipment: Shipment): readonly LineQuantity[] => shipment.lines;
