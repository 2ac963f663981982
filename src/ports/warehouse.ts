import * as z from 'zod';
import { eventParts as part } from '../machine/index.ts';
import type { PortCall, PortTraits } from './call.ts';

const stockLine = z.strictObject({ lineId: part.id, sku: part.id, quantity: part.quantity });

const change = z.strictObject({
  orderId: part.id,
  reservationId: part.id,
  warehouseId: part.id,
  reference: part.id.nullable(),
  lines: z.array(stockLine).min(1),
});

/** What crosses the warehouse port on the way out. */
export const warehouseRequests = {
  reserve: z.strictObject({
    orderId: part.id,
    reservationId: part.id,
    warehouseId: part.id,
    lines: z.array(stockLine).min(1),
    /** How long unpaid stock is to be held. */
    ttlMs: z.number().int(),
    /** Whether a part may be set aside, or nothing: the rest waits for goods to come in. `false`: all or nothing. */
    partial: z.boolean().default(false),
  }),
  /** Confirm and return speak of units of one reservation. `reference`: the warehouse's own of the reservation. */
  change,
  /** So does release. */
  release: change.extend({
    /** Whether the units can be sold again; `false`: they are taken out of what there is to sell. */
    restock: z.boolean().default(true),
  }),
};

/** What crosses the warehouse port on the way back. */
export const warehouseAnswer = z.discriminatedUnion('status', [
  z.strictObject({
    status: z.literal('done'),
    reference: part.id.nullable().default(null),
    /** Of a reservation: when it ends unless it is confirmed or released. `null`: never. */
    expiresAt: part.timestamp.nullable().default(null),
    /** Of a reservation that may be given in part: what was set aside, perhaps nothing. `null`: all. */
    lines: part.lineQuantitiesOrNone.nullable().default(null),
  }),
  /** Decided against, such as `out_of_stock`. */
  z.strictObject({
    status: z.literal('rejected'),
    code: part.id,
    reason: part.text.nullable().default(null),
  }),
]);

/** How many units of a SKU a warehouse could reserve now. */
export const stockLevel = z.strictObject({
  sku: part.id,
  warehouseId: part.id,
  available: z.number().int().min(0),
});

/** An answer of the warehouse port. */
export type WarehouseAnswer = z.input<typeof warehouseAnswer>;
/** Asks for units to be set aside in one warehouse. */
export type ReserveRequest = z.output<typeof warehouseRequests.reserve>;
/** Asks for units of a reservation to be released. */
export type ReleaseRequest = z.output<typeof warehouseRequests.release>;
/** Asks for units of a reservation to be booked out or booked back in. */
export type StockChangeRequest = z.output<typeof warehouseRequests.change>;
/** How many units of a SKU a warehouse could reserve now. */
export type StockLevel = z.output<typeof stockLevel>;

/**
 * A warehouse, or a service that speaks for several. What it finds out later it reports as facts: `stock.expired` for a
 * reservation that it gave up, `stock.short` for units that are not there after all, `stock.replenished` when goods came in
 * for what it could not give in full.
 */
export interface WarehousePort extends PortTraits {
  /** How many units of each SKU each warehouse could reserve now. Reads only; no promise. */
  available(skus: readonly string[], call: Omit<PortCall, 'key'>): Promise<readonly StockLevel[]>;
  /**
   * Sets all the units aside, or none (`rejected`, `out_of_stock`); of a request that is `partial`, what there is. The same
   * key reserves once; stock never goes below zero, whoever else is buying.
   */
  reserve(request: ReserveRequest, call: PortCall): Promise<WarehouseAnswer>;
  /**
   * Gives units of a reservation back to sale, all that are held or a part, or, without `restock`, back but not to sale. The
   * same key releases once; a reservation that is unknown or over is `done`.
   */
  release(request: ReleaseRequest, call: PortCall): Promise<WarehouseAnswer>;
  /** Books units of a reservation out, because they have left. The same key confirms once. */
  confirm(request: StockChangeRequest, call: PortCall): Promise<WarehouseAnswer>;
  /** Books units back in that were confirmed and came back fit for sale. The same key returns once. */
  return(request: StockChangeRequest, call: PortCall): Promise<WarehouseAnswer>;
  /** What became of the call with this key; `null`: the warehouse has never seen it. */
  find(key: string, call: PortCall): Promise<WarehouseAnswer | null>;
}
