import type {
  EventInput,
  LineQuantity,
  Order,
  RequestInput,
  Reservation,
  Shortfall,
} from '../machine/index.ts';

/** Events about goods that nobody has, each with the case that it stands for. */
type Variant<E> = readonly (readonly [event: E, variant: string])[];

const isUndone = ({ state }: Shortfall) => state === 'waiting' || state === 'open';

/** Half of the units, a line with one unit left out. */
function halfOf(lines: readonly LineQuantity[]): LineQuantity[] {
  return lines
    .map(({ lineId, quantity }) => ({ lineId, quantity: Math.floor(quantity / 2) }))
    .filter(({ quantity }) => quantity > 0);
}

/** What a warehouse can say of a reservation besides yes and no: a part is there, nothing is, or some of it is missing. */
export function shortAnswers(reservation: Reservation): Variant<EventInput> {
  const { id: reservationId, lines, operations } = reservation;
  const asked = operations.some(({ kind, state }) => kind === 'reserve' && state !== 'succeeded');
  const [first] = lines;
  const missing: Variant<EventInput>[number][] = [[{ type: 'stock.short', reservationId }, 'all']];
  if (first) {
    const part = { lineId: first.lineId, quantity: 1 };
    missing.push([{ type: 'stock.short', reservationId, lines: [part] }, 'part']);
  }
  if (!asked) return missing;
  return [
    [{ type: 'stock.reserved', reservationId, lines: halfOf(lines) }, 'half'],
    [{ type: 'stock.reserved', reservationId, lines: [] }, 'nothing'],
    [{ type: 'stock.rejected', reservationId, code: 'warehouse_closed' }, 'closed'],
    ...missing,
  ];
}

/** Goods that come in, and goods that a picker does not find. */
export function goodsFacts(order: Order): Variant<EventInput> {
  const waiting = order.shortfalls.filter(isUndone);
  const [first] = waiting;
  const sku = order.lines.find(({ id }) => id === first?.lines[0]?.lineId)?.sku;
  const facts: Variant<EventInput>[number][] = [
    [{ type: 'stock.replenished', warehouseId: 'berlin' }, 'berlin'],
  ];
  if (first && sku)
    facts.push(
      [{ type: 'stock.replenished', reservationId: first.reservationId }, 'reservation'],
      [{ type: 'stock.replenished', items: [{ sku, quantity: 1 }] }, 'one'],
    );
  for (const { id, stage } of order.fulfillments)
    if (stage !== 'cancelled') facts.push([{ type: 'stock.short', fulfillmentId: id }, 'picking']);
  return facts;
}

/** What can be decided about goods that nobody has. */
export function shortfallRequests(
  order: Order,
  type: 'shortfall.wait' | 'shortfall.substitute' | 'shortfall.refund',
): Variant<RequestInput> {
  const entries = order.shortfalls.filter(isUndone);
  switch (type) {
    case 'shortfall.wait':
    case 'shortfall.refund':
      return entries.map(({ id }) => [{ type, shortfallId: id }, 'plain'] as const);
    case 'shortfall.substitute':
      return entries.map(({ id, warehouseId }) => {
        const lineId = `instead-${order.lines.length}`;
        const line = {
          id: lineId,
          productId: 'p-cup',
          sku: 'CUP',
          name: 'Cup',
          quantity: 1,
          unitPriceMinor: 0,
        };
        const allocations = [{ lineId, warehouseId, quantity: 1 }];
        return [{ type, shortfallId: id, lines: [line], allocations }, 'plain'] as const;
      });
  }
}
