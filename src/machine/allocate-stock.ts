import type { OrderLine } from './order.ts';

/** What a warehouse could give. */
export interface Availability {
  readonly sku: string;
  readonly warehouseId: string;
  readonly available: number;
}

/** Units of a line that one warehouse is to give. */
export interface LineAllocation {
  readonly lineId: string;
  readonly warehouseId: string;
  readonly quantity: number;
}

/** The warehouse that is asked when none is known to have anything: its refusal is the answer. */
export const fallbackWarehouse = 'default';

/**
 * Which warehouse gives which units.
 *
 * The rule: a line that names its warehouse keeps it; the rest goes to one warehouse if one has it all, the first by id;
 * else line by line, each to the first warehouse that has all of it, or in parts from those that have most. Lines of the
 * same SKU share what is there. What nobody has is asked of the warehouse that has most of it, so that the refusal is its own.
 */
export function allocateStock(
  lines: readonly OrderLine[],
  levels: readonly Availability[],
): readonly LineAllocation[] {
  const left = new Map(levels.map((level) => [key(level.sku, level.warehouseId), level.available]));
  const warehouses = [...new Set(levels.map((level) => level.warehouseId))].sort();
  const physical = lines.filter((line) => line.kind === 'physical');
  const named = physical.filter((line) => line.allocations.length > 0);
  const open = physical.filter((line) => line.allocations.length === 0);
  const allocations: LineAllocation[] = named.flatMap((line) =>
    line.allocations.map((entry) => ({ lineId: line.id, ...entry })),
  );
  for (const line of named)
    for (const entry of line.allocations) take(left, line.sku, entry.warehouseId, entry.quantity);

  const single = warehouses.find((warehouseId) => hasAll(open, warehouseId, left));
  for (const line of open)
    allocations.push(
      ...(single === undefined
        ? allocateLine(line, warehouses, left)
        : [{ lineId: line.id, warehouseId: single, quantity: line.quantity }]),
    );
  return allocations;
}

const key = (sku: string, warehouseId: string) => JSON.stringify([sku, warehouseId]);

function take(left: Map<string, number>, sku: string, warehouseId: string, quantity: number): void {
  left.set(key(sku, warehouseId), (left.get(key(sku, warehouseId)) ?? 0) - quantity);
}

function hasAll(
  lines: readonly OrderLine[],
  warehouseId: string,
  left: ReadonlyMap<string, number>,
): boolean {
  const needed = new Map<string, number>();
  for (const line of lines) needed.set(line.sku, (needed.get(line.sku) ?? 0) + line.quantity);
  return [...needed].every(([sku, quantity]) => (left.get(key(sku, warehouseId)) ?? 0) >= quantity);
}

function allocateLine(
  line: OrderLine,
  warehouses: readonly string[],
  left: Map<string, number>,
): LineAllocation[] {
  const has = (warehouseId: string) => Math.max(0, left.get(key(line.sku, warehouseId)) ?? 0);
  const whole = warehouses.find((warehouseId) => has(warehouseId) >= line.quantity);
  const byStock = [...warehouses].sort((a, b) => has(b) - has(a));
  const parts = whole === undefined ? byStock.filter((warehouseId) => has(warehouseId) > 0) : [whole];
  const allocations: LineAllocation[] = [];
  let open = line.quantity;
  for (const warehouseId of parts) {
    const quantity = Math.min(open, has(warehouseId));
    if (quantity > 0) allocations.push({ lineId: line.id, warehouseId, quantity });
    open -= quantity;
  }
  const [first, ...others] = allocations;
  const shortfall = first
    ? { ...first, quantity: first.quantity + open }
    : { lineId: line.id, warehouseId: byStock[0] ?? fallbackWarehouse, quantity: open };
  const complete = [shortfall, ...others];
  for (const entry of complete) take(left, line.sku, entry.warehouseId, entry.quantity);
  return complete;
}
