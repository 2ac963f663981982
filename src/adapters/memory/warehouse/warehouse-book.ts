import type { Timestamp } from '../../../machine/index.ts';
import type {
  ReleaseRequest,
  ReserveRequest,
  StockChangeRequest,
  WarehouseAnswer,
} from '../../../ports/index.ts';
import type { BookTable, Library } from '../simulation/books.ts';
import { WaitingList } from './waiting-list.ts';

/** What a warehouse has of a SKU. `onHand − reserved` can be reserved; `onHand + shipped − returned` is what there ever was, less what was lost or was not to be sold again. */
export type WarehouseLevel = {
  readonly warehouseId: string;
  readonly sku: string;
  readonly onHand: number;
  readonly reserved: number;
  readonly shipped: number;
  readonly returned: number;
};

/** Units of one line that a reservation was given, less those that were lost. `quantity − released − confirmed` are held. */
export type ReservedLine = {
  readonly lineId: string;
  readonly sku: string;
  readonly quantity: number;
  readonly released: number;
  readonly confirmed: number;
  readonly returned: number;
};

/** One reservation in the warehouse's book. */
export type ReservationRow = {
  readonly reservationId: string;
  readonly orderId: string;
  readonly warehouseId: string;
  readonly reference: string;
  readonly lines: readonly ReservedLine[];
  readonly at: Timestamp;
  /** When the warehouse gives it up by itself; `null`: never. */
  readonly expiresAt: Timestamp | null;
  readonly expired: boolean;
};

type Counts = Partial<Pick<WarehouseLevel, 'onHand' | 'reserved' | 'shipped' | 'returned'>>;
const rejected = (code: string, reason: string): WarehouseAnswer => ({ status: 'rejected', code, reason });

/** The warehouses' book: where the units are. */
export class WarehouseBook {
  readonly levels: BookTable<WarehouseLevel>;
  readonly reservations: BookTable<ReservationRow>;
  readonly waiting: WaitingList;

  constructor(library: Library) {
    this.levels = library.table('warehouse', 'levels');
    this.reservations = library.table('warehouse', 'reservations');
    this.waiting = new WaitingList(library);
  }

  available(warehouseId: string, sku: string): number {
    const level = this.levels.get(levelKey(warehouseId, sku));
    return level === undefined ? 0 : level.onHand - level.reserved;
  }

  reserve(
    request: ReserveRequest,
    reference: string,
    now: Timestamp,
    expiresAt: Timestamp | null,
  ): WarehouseAnswer {
    const { reservationId, orderId, warehouseId } = request;
    if (this.reservations.get(reservationId) !== undefined) {
      return rejected('reservation_exists', `${reservationId} was reserved already, under another key`);
    }
    const given = request.partial ? this.partOf(request) : request.lines;
    const wanted = new Map<string, number>();
    for (const line of given) wanted.set(line.sku, (wanted.get(line.sku) ?? 0) + line.quantity);
    for (const [sku, quantity] of wanted) {
      const available = this.available(warehouseId, sku);
      if (available < quantity) {
        return rejected('out_of_stock', `${warehouseId} has ${available} of ${sku} to give, not ${quantity}`);
      }
    }
    for (const [sku, quantity] of wanted) this.count(warehouseId, sku, { reserved: quantity });
    const lines = given.map((line) => ({ ...line, released: 0, confirmed: 0, returned: 0 }));
    this.reservations.put(reservationId, {
      reservationId,
      orderId,
      warehouseId,
      reference,
      lines,
      at: now,
      expiresAt,
      expired: false,
    });
    if (!request.partial) return { status: 'done', reference, expiresAt };
    this.waiting.enter(request, (lineId) => given.find((line) => line.lineId === lineId)?.quantity ?? 0);
    const units = given.map(({ lineId, quantity }) => ({ lineId, quantity }));
    const whole = request.lines.every(({ lineId, quantity }) =>
      units.some((unit) => unit.lineId === lineId && unit.quantity === quantity),
    );
    return { status: 'done', reference, expiresAt, ...(whole ? {} : { lines: units }) };
  }

  /** What of a request can be given, line by line. */
  private partOf(request: ReserveRequest): ReserveRequest['lines'] {
    const left = new Map<string, number>();
    return request.lines.flatMap((line) => {
      const there = left.get(line.sku) ?? Math.max(0, this.available(request.warehouseId, line.sku));
      const quantity = Math.min(there, line.quantity);
      left.set(line.sku, there - quantity);
      return quantity > 0 ? [{ ...line, quantity }] : [];
    });
  }

  /** Units that are held turn out not to be there; returns how many of each line. */
  lose(reservationId: string, lineId: string | null, most: number): { lineId: string; quantity: number }[] {
    const reservation = this.reservations.get(reservationId);
    if (reservation === undefined) return [];
    const lost: { lineId: string; quantity: number }[] = [];
    const lines = reservation.lines.map((line) => {
      const quantity = lineId === null || lineId === line.lineId ? Math.min(most, held(line)) : 0;
      if (quantity === 0) return line;
      lost.push({ lineId: line.lineId, quantity });
      this.count(reservation.warehouseId, line.sku, { onHand: -quantity, reserved: -quantity });
      return { ...line, quantity: line.quantity - quantity };
    });
    this.reservations.put(reservationId, { ...reservation, lines });
    return lost;
  }

  /** Gives back what is still held of it, up to what is asked; without `restock` it is no longer on hand. */
  release(request: ReleaseRequest): WarehouseAnswer {
    const reservation = this.reservations.get(request.reservationId);
    if (reservation === undefined || reservation.expired)
      return { status: 'done', reference: request.reference };
    this.change(reservation, request, (line, quantity) => {
      const part = Math.min(quantity, held(line));
      const gone = request.restock ? 0 : part;
      this.count(reservation.warehouseId, line.sku, { reserved: -part, onHand: -gone });
      return { ...line, released: line.released + part };
    });
    return { status: 'done', reference: reservation.reference };
  }

  confirm(request: StockChangeRequest): WarehouseAnswer {
    const reservation = this.reservations.get(request.reservationId);
    if (reservation === undefined)
      return rejected('reservation_not_found', `there is no reservation ${request.reservationId}`);
    if (reservation.expired) return rejected('reservation_expired', 'the units went back to sale');
    const short = shortOf(reservation, request, held);
    if (short !== null) return rejected('not_reserved', `${short} of the reservation are not held`);
    this.change(reservation, request, (line, quantity) => {
      this.count(reservation.warehouseId, line.sku, {
        onHand: -quantity,
        reserved: -quantity,
        shipped: quantity,
      });
      return { ...line, confirmed: line.confirmed + quantity };
    });
    return { status: 'done', reference: reservation.reference };
  }

  return(request: StockChangeRequest): WarehouseAnswer {
    const reservation = this.reservations.get(request.reservationId);
    if (reservation === undefined)
      return rejected('reservation_not_found', `there is no reservation ${request.reservationId}`);
    const short = shortOf(reservation, request, (line) => line.confirmed - line.returned);
    if (short !== null) return rejected('not_confirmed', `${short} of the reservation have not left`);
    this.change(reservation, request, (line, quantity) => {
      this.count(reservation.warehouseId, line.sku, { onHand: quantity, returned: quantity });
      return { ...line, returned: line.returned + quantity };
    });
    return { status: 'done', reference: reservation.reference };
  }

  /** Gives up what is still held; returns the reservation if there was anything. */
  expire(reservationId: string): ReservationRow | null {
    const reservation = this.reservations.get(reservationId);
    if (reservation === undefined || reservation.expired || !reservation.lines.some((line) => held(line) > 0))
      return null;
    const lines = reservation.lines.map((line) => {
      this.count(reservation.warehouseId, line.sku, { reserved: -held(line) });
      return { ...line, released: line.released + held(line) };
    });
    this.reservations.put(reservationId, { ...reservation, lines, expired: true });
    return reservation;
  }

  /** Adds to the counts of a level, which is there from then on. */
  count(warehouseId: string, sku: string, more: Counts): void {
    const key = levelKey(warehouseId, sku);
    const level = this.levels.get(key) ?? {
      warehouseId,
      sku,
      onHand: 0,
      reserved: 0,
      shipped: 0,
      returned: 0,
    };
    this.levels.put(key, {
      ...level,
      onHand: level.onHand + (more.onHand ?? 0),
      reserved: level.reserved + (more.reserved ?? 0),
      shipped: level.shipped + (more.shipped ?? 0),
      returned: level.returned + (more.returned ?? 0),
    });
  }

  private change(
    reservation: ReservationRow,
    request: StockChangeRequest,
    next: (line: ReservedLine, quantity: number) => ReservedLine,
  ): void {
    const lines = reservation.lines.map((line) => {
      const quantity = askedOf(request, line);
      return quantity === 0 ? line : next(line, quantity);
    });
    this.reservations.put(reservation.reservationId, { ...reservation, lines });
  }
}

/** The key of a level in the book. */
export function levelKey(warehouseId: string, sku: string): string {
  return `${warehouseId}/${sku}`;
}

function held(line: ReservedLine): number {
  return line.quantity - line.released - line.confirmed;
}

function askedOf(request: StockChangeRequest, line: ReservedLine): number {
  return request.lines
    .filter((asked) => asked.lineId === line.lineId && asked.sku === line.sku)
    .reduce((total, asked) => total + asked.quantity, 0);
}

/** What of the request the reservation does not have, for people; `null`: it has all. */
function shortOf(
  reservation: ReservationRow,
  request: StockChangeRequest,
  has: (line: ReservedLine) => number,
): string | null {
  for (const asked of request.lines) {
    const line = reservation.lines.find(
      (candidate) => candidate.lineId === asked.lineId && candidate.sku === asked.sku,
    );
    if (line === undefined || askedOf(request, line) > has(line)) return `${asked.quantity} of ${asked.sku}`;
  }
  return null;
}
