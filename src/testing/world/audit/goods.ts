import type { MemoryWorld, ReservationRow } from '../../../adapters/memory/index.ts';
import type { Order, StockOperation } from '../../../machine/index.ts';

type Warehouse = Pick<MemoryWorld, 'warehouse'>;

const heldOf = ({ lines }: ReservationRow) =>
  lines.reduce((total, { quantity, released, confirmed }) => total + quantity - released - confirmed, 0);

/**
 * The warehouses' book beside the order's ledger: units that went out, came back and are held, reservation by reservation; and
 * no reservation that the order does not know.
 */
export function goodsProblems(
  order: Order,
  { warehouse }: Warehouse,
  anomalies: ReadonlySet<string>,
): readonly string[] {
  const rows = Object.values(warehouse.book().reservations).filter(({ orderId }) => orderId === order.id);
  const known = new Set(order.reservations.map(({ id }) => id));
  const unknown = rows
    .filter(({ reservationId }) => !known.has(reservationId))
    .map(
      ({ reservationId }) => `the warehouse has a reservation ${reservationId} that the order does not know`,
    );
  const moved = order.reservations.flatMap(({ id, operations }) => {
    const row = rows.find(({ reservationId }) => reservationId === id);
    const theirs = {
      confirm: row?.lines.reduce((total, line) => total + line.confirmed, 0) ?? 0,
      return: row?.lines.reduce((total, line) => total + line.returned, 0) ?? 0,
    };
    return (['confirm', 'return'] as const)
      .filter((kind) => unitsOf(operations, kind) !== theirs[kind])
      .map(
        (kind) =>
          `${id}: the ledger has a ${kind} of ${unitsOf(operations, kind)}, the warehouse ${theirs[kind]}`,
      );
  });
  const failed = order.reservations.some(({ operations }) =>
    operations.some(({ state }) => state === 'failed'),
  );
  const ours = order.lines.reduce((total, { counts }) => total + counts.reserved, 0);
  const theirs = rows.reduce((total, row) => total + heldOf(row), 0);
  // What could not be told to a warehouse is `stock: failed` for people to see; its units stay where they were.
  // So is a loss that is heard of when the goods are in a parcel already: it does not fit, and is an anomaly.
  const isTold = failed || anomalies.has('stock.short');
  const held = isTold || ours === theirs ? [] : [`${ours} units are reserved, the warehouses hold ${theirs}`];
  return [...unknown, ...moved, ...held];
}

function unitsOf(operations: readonly StockOperation[], kind: StockOperation['kind']): number {
  return operations
    .filter((operation) => operation.kind === kind && operation.state === 'succeeded')
    .flatMap(({ lines }) => lines)
    .reduce((total, { quantity }) => total + quantity, 0);
}

/** Units that warehouses hold for an order. */
export function heldUnits(order: Order, { warehouse }: Warehouse): number {
  return Object.values(warehouse.book().reservations)
    .filter(({ orderId }) => orderId === order.id)
    .reduce((total, row) => total + heldOf(row), 0);
}

/** Shelves that hold less than nothing, or less than is promised. */
export function shelvesBelowZero({ warehouse }: Warehouse): readonly string[] {
  return Object.entries(warehouse.book().levels)
    .filter(([, { onHand, reserved }]) => onHand < 0 || reserved < 0 || reserved > onHand)
    .map(([shelf, { onHand, reserved }]) => `shelf ${shelf}: ${onHand} on hand, ${reserved} reserved`);
}

/** What must hold on every shelf: its counts are the sums of its reservations. */
export function shelfProblems({ warehouse }: Warehouse): readonly string[] {
  const { levels, reservations } = warehouse.book();
  const rows = Object.values(reservations);
  const sums = Object.entries(levels).flatMap(
    ([shelf, { warehouseId, sku, reserved, shipped, returned }]) => {
      const lines = rows
        .filter((row) => row.warehouseId === warehouseId)
        .flatMap((row) => row.lines)
        .filter((line) => line.sku === sku);
      const sum = (of: (line: (typeof lines)[number]) => number) =>
        lines.reduce((total, line) => total + of(line), 0);
      const counted = {
        reserved: sum((line) => line.quantity - line.released - line.confirmed),
        shipped: sum((line) => line.confirmed),
        returned: sum((line) => line.returned),
      };
      const broken: string[] = [];
      if (
        lines.some((line) => line.released + line.confirmed > line.quantity || line.returned > line.confirmed)
      )
        broken.push(`shelf ${shelf}: more was released, sent or returned than was there`);
      if (counted.reserved !== reserved || counted.shipped !== shipped || counted.returned !== returned)
        broken.push(`shelf ${shelf}: its counts are not the sums of its reservations`);
      return broken;
    },
  );
  return [...shelvesBelowZero({ warehouse }), ...sums];
}
