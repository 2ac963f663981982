import type { Fulfillment, LineCancellation, Order } from '../order.ts';
import { inFlight, isFailed } from './entry.ts';
import { counts, isActive, some, unsent } from './fulfillment-book.ts';
import { atMost, cancelledUnits, listUnits, minus, type Units, unitsOf, wanted, worth } from './lines.ts';

/** Cancellations of lines that wait for a warehouse to stop, the oldest first. */
export function waitingLineCancellations(order: Order): readonly LineCancellation[] {
  return order.lineCancellations.filter(({ state }) => state === 'requested');
}

/** Units that are to be cancelled as soon as their warehouses have stopped. */
export function unitsToStop(order: Order): Map<string, number> {
  return unitsOf(waitingLineCancellations(order).map(({ lines }) => lines));
}

/** Units in parcels that were made elsewhere and have not left: they are on their way without our asking. */
export function inOutsideParcels(order: Order): Map<string, number> {
  return unitsOf(
    order.shipments
      .filter((shipment) => shipment.fulfillmentId === null && counts(shipment) && !shipment.left)
      .map((shipment) => shipment.lines),
  );
}

/** Units that have not left, are in no parcel that was made elsewhere, and are wanted. */
function unitsHere(order: Order): Map<string, number> {
  const open = new Map(order.lines.map((line) => [line.id, Math.max(0, wanted(line) - line.counts.shipped)]));
  return minus(open, inOutsideParcels(order));
}

/** Whether a warehouse has a fulfilment, or had it and waits for a person. */
function isAsked(fulfillment: Fulfillment): boolean {
  return isActive(fulfillment) || fulfillment.stage === 'failed';
}

/** Units that warehouses were asked for and that have not left. */
function askedUnits(order: Order): Map<string, number> {
  return unitsOf(order.fulfillments.filter(isAsked).map((entry) => listUnits(unsent(order, entry))));
}

/** Units of every line that can still be cancelled, by asking a warehouse to stop if need be. */
export function cancellableUnits(order: Order): Map<string, number> {
  return minus(unitsHere(order), unitsToStop(order));
}

/** Units that no warehouse was asked for: they can be cancelled at once. */
export function freeUnits(order: Order): Map<string, number> {
  return minus(unitsHere(order), askedUnits(order));
}

/** Whether units can be taken out of others. */
export function fitsIn(units: Units, whole: Units): boolean {
  return [...units].every(([lineId, quantity]) => quantity <= (whole.get(lineId) ?? 0));
}

/** Cancellations of lines whose units are not there any more: they have left, or a parcel was made of them elsewhere. */
export function overtakenLineCancellations(order: Order): readonly LineCancellation[] {
  let left = unitsHere(order);
  return waitingLineCancellations(order).filter(({ lines }) => {
    const units = unitsOf([lines]);
    if (!fitsIn(units, left)) return true;
    left = minus(left, units);
    return false;
  });
}

/** Whether a warehouse would not stop for a cancellation of lines. */
export function wasRefused(order: Order, { id }: LineCancellation): boolean {
  return order.fulfillments.some(
    (entry) =>
      isAsked(entry) && entry.operations.some((operation) => operation.causeId === id && isFailed(operation)),
  );
}

/**
 * The fulfilments that have to be stopped so that units can be cancelled, as few as need be: first those that are being
 * stopped or have failed, then the youngest, which are the least far.
 */
export function fulfillmentsToStop(order: Order): readonly Fulfillment[] {
  const waiting = unitsToStop(order);
  if (!some(waiting)) return [];
  let missing = minus(waiting, freeUnits(order));
  const first = (entry: Fulfillment) =>
    entry.stage === 'failed' ||
    entry.operations.some((operation) => operation.kind === 'cancel' && inFlight(operation));
  const asked = [...order.fulfillments].reverse().filter(isAsked);
  const stops: Fulfillment[] = [];
  for (const entry of [...asked.filter(first), ...asked.filter((one) => !first(one))]) {
    const own = atMost(unsent(order, entry), missing);
    if (!some(own)) continue;
    stops.push(entry);
    missing = minus(missing, own);
  }
  return stops;
}

/** The fulfilment to ask to stop next for a cancellation of lines, and for which: each is asked once for each. */
export function nextStop(
  order: Order,
): { readonly fulfillmentId: string; readonly causeId: string } | undefined {
  for (const entry of fulfillmentsToStop(order)) {
    if (!isActive(entry) || entry.stage === 'requested' || entry.operations.some(inFlight)) continue;
    const own = unsent(order, entry);
    const cause = waitingLineCancellations(order).find(
      ({ id, lines }) =>
        lines.some(({ lineId }) => (own.get(lineId) ?? 0) > 0) &&
        !entry.operations.some((operation) => operation.causeId === id),
    );
    if (cause) return { fulfillmentId: entry.id, causeId: cause.id };
  }
  return undefined;
}

/** What the units of an effective cancellation of lines are worth, line by line, exact to the minor unit. */
export function lineCancellationAmounts(
  order: Order,
  { id, lines }: LineCancellation,
): readonly { readonly lineId: string; readonly quantity: number; readonly amountMinor: number }[] {
  const index = order.lineCancellations.findIndex((entry) => entry.id === id);
  const before = cancelledUnits({ lineCancellations: order.lineCancellations.slice(0, index) });
  return lines.map(({ lineId, quantity }) => {
    const line = order.lines.find((entry) => entry.id === lineId);
    const amountMinor = line ? worth(line, quantity, before.get(lineId) ?? 0) : 0;
    return { lineId, quantity, amountMinor };
  });
}
