import type { CommandRef } from '../commands.ts';
import type { EventOf } from '../events/index.ts';
import type { Fulfillment, LineQuantity, Order, Reservation } from '../order.ts';
import { patch } from './entry.ts';
import { unboxed, unpacked } from './fulfillment-book.ts';
import { atMost, count, listUnits, minus, tally, type Units, unitsOf } from './lines.ts';
import { enterMissing, type Missing } from './shortfalls.ts';
import { heldOf } from './stock-book.ts';
import { anomaly, applied, duplicate, type Taken } from './taken.ts';

/** Units that were set aside can't be found: their reservation, and whoever was to pick them, have so many less. */
export function shortOf(order: Order, event: EventOf<'stock.short'>): Taken {
  const fulfillment = order.fulfillments.find((entry) => isCalled(entry, event.fulfillmentId));
  if (event.fulfillmentId !== null && !fulfillment)
    return anomaly(order, 'fulfillment_unknown', `fulfillment ${event.fulfillmentId} is not of this order`);
  const sources =
    event.reservationId === null
      ? order.reservations.filter((entry) => entry.warehouseId === fulfillment?.warehouseId)
      : order.reservations.filter((entry) => entry.id === event.reservationId);
  if (sources.length === 0)
    return anomaly(
      order,
      'reservation_unknown',
      `reservation ${event.reservationId ?? ''} is not of this order`,
    );
  const at = event.meta.receivedAt;
  let free = atMost(loose(order, sources), unitsOf([unboxed(order)]));
  let told = event.lines && unitsOf([event.lines]);
  let next = order;
  const lost: Missing[] = [];
  for (const { id: reservationId, warehouseId, ...entry } of sources) {
    const found = atMost(heldOf({ id: reservationId, warehouseId, ...entry }), free);
    const lines = listUnits(told === null ? found : atMost(found, told));
    if (lines.length === 0) continue;
    free = minus(free, unitsOf([lines]));
    told = told && minus(told, unitsOf([lines]));
    lost.push({ reservationId, warehouseId, lines, code: event.code });
    next = lose(next, reservationId, warehouseId, lines);
  }
  if (lost.length === 0)
    return event.lines === null
      ? duplicate
      : anomaly(order, 'nothing_held', 'units are reported as missing that are not held, or in a parcel');
  let result: ReturnType<typeof enterMissing> = { order: tally(next), published: [], commands: [] };
  for (const missing of lost) {
    const { order: entered, published, commands } = enterMissing(result.order, missing, at);
    result = {
      order: entered,
      published: [...result.published, ...published],
      commands: [...result.commands, ...commands],
    };
  }
  return applied(result.order, result.published, oncePerTemplate(result.commands));
}

/** A message is sent once, however many units it is about. */
function oncePerTemplate(commands: readonly CommandRef[]): readonly CommandRef[] {
  return commands.filter((command, index) => commands.findIndex(({ ref }) => ref === command.ref) === index);
}

/** Takes units out of a reservation, and out of what the warehouse was asked to pick. */
function lose(
  order: Order,
  reservationId: string,
  warehouseId: string,
  lines: readonly LineQuantity[],
): Order {
  const reservations = patch(order.reservations, reservationId, (entry) => ({
    ...entry,
    short: listUnits(unitsOf([entry.short, lines])),
  }));
  let open = unitsOf([lines]);
  const fulfillments = order.fulfillments.map((entry) => {
    if (entry.warehouseId !== warehouseId || entry.stage === 'cancelled') return entry;
    const off = atMost(open, unpacked(order, entry));
    if (count(off) === 0) return entry;
    open = minus(open, off);
    return { ...entry, lines: listUnits(minus(unitsOf([entry.lines]), off)) };
  });
  return { ...order, reservations, fulfillments };
}

/** What some reservations hold that is in no parcel: what was packed has been found. */
function loose(order: Order, sources: readonly Reservation[]): Units {
  const warehouses = new Set(sources.map(({ warehouseId }) => warehouseId));
  const holding = order.reservations.filter(({ warehouseId }) => warehouses.has(warehouseId));
  const own = new Set(
    order.fulfillments.filter(({ warehouseId }) => warehouses.has(warehouseId)).map(({ id }) => id),
  );
  const packed = order.shipments.filter(
    (shipment) =>
      !shipment.left &&
      shipment.stage !== 'cancelled' &&
      (shipment.fulfillmentId === null || own.has(shipment.fulfillmentId)),
  );
  const held = unitsOf(holding.map((entry) => listUnits(heldOf(entry))));
  return minus(held, unitsOf(packed.map(({ lines }) => lines)));
}

const isCalled = (entry: Fulfillment, name: string | null) =>
  name !== null && (entry.id === name || entry.reference === name);
