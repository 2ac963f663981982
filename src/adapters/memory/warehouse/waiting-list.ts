import type { ReserveRequest } from '../../../ports/index.ts';
import type { BookTable, Library } from '../simulation/books.ts';

/** Units of a line that a reservation was not given, and that its order waits for. */
export type WaitingRow = {
  readonly orderId: string;
  /** The last reservation that was short of them. */
  readonly reservationId: string;
  readonly warehouseId: string;
  readonly lineId: string;
  readonly sku: string;
  readonly quantity: number;
  /** Its place in the list: it keeps it until it is served. */
  readonly place: number;
  /** The order was told that goods came in, and has not asked since. */
  readonly told: boolean;
};

/** What an order that waits is told: goods came in. */
export interface Arrival {
  readonly orderId: string;
  readonly reservationId: string;
  readonly warehouseId: string;
  readonly items: readonly { readonly sku: string; readonly quantity: number }[];
}

const keyOf = (orderId: string, warehouseId: string, lineId: string) =>
  JSON.stringify([orderId, warehouseId, lineId]);

/** Who waits for goods to come in, first come first told. */
export class WaitingList {
  readonly rows: BookTable<WaitingRow>;

  constructor(library: Library) {
    this.rows = library.table('warehouse', 'waiting');
  }

  /** Enters what a reservation was not given of each of its lines, and strikes out what it was. */
  enter(request: ReserveRequest, given: (lineId: string) => number): void {
    const { orderId, reservationId, warehouseId } = request;
    for (const { lineId, sku, quantity } of request.lines) {
      const key = keyOf(orderId, warehouseId, lineId);
      const known = this.rows.get(key);
      // Goods that came in may be asked for in part: what is not asked for waits on.
      const short = Math.max(quantity, known?.quantity ?? 0) - given(lineId);
      if (short > 0) {
        const place = known?.place ?? this.nextPlace();
        const row = { orderId, reservationId, warehouseId, lineId, sku, quantity: short, place, told: false };
        this.rows.put(key, row);
      } else if (known !== undefined) this.rows.remove(key);
    }
  }

  /**
   * Who is to be told that a warehouse has units of a SKU again: everybody who waits for it, in the order of their places.
   * Those who ask first get them; the others wait on.
   */
  tell(warehouseId: string, sku: string, available: number): readonly Arrival[] {
    if (available <= 0) return [];
    const waiting = this.rows
      .values()
      .filter((row) => row.warehouseId === warehouseId && row.sku === sku && !row.told)
      .toSorted((one, other) => one.place - other.place);
    const arrivals = new Map<string, Arrival>();
    for (const row of waiting) {
      this.rows.put(keyOf(row.orderId, warehouseId, row.lineId), { ...row, told: true });
      const { orderId, reservationId } = row;
      const before = arrivals.get(reservationId)?.items[0]?.quantity ?? 0;
      const quantity = Math.min(available, before + row.quantity);
      arrivals.set(reservationId, { orderId, reservationId, warehouseId, items: [{ sku, quantity }] });
    }
    return [...arrivals.values()];
  }

  private nextPlace(): number {
    return this.rows.values().reduce((last, row) => Math.max(last, row.place), 0) + 1;
  }
}
