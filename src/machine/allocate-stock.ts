import type { OrderLine } from './order.ts';
import { defaultTerms, type Terms } from './terms.ts';

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

/** What has to be known of a line. */
export type AllocatableLine = Pick<
  OrderLine,
  'id' | 'sku' | 'kind' | 'quantity' | 'allocations' | 'released'
>;

/** The terms that decide which warehouse gives which units. */
export type AllocationTerms = Readonly<Pick<Terms, 'allocation'>> & {
  readonly warehousePriority: readonly string[];
};

/**
 * Which warehouse gives which units. Under both rules a line that names its warehouse keeps it, and lines of the same SKU
 * share what is there.
 *
 * `fewest_warehouses`: the rest goes to one warehouse if one has it all, the first by id; else line by line, each to the
 * first warehouse that has all of it, or in parts from those that have most. What nobody has is asked of the warehouse that
 * has most of it, so that the refusal is its own. A pre-order does not need to be there yet.
 *
 * `by_priority`: each unit comes from the first warehouse of `warehousePriority` that has it, then from the others by id.
 * What nobody has is asked of the first of them that has any of it, or of the first.
 *
 * @example
 * import { allocateStock, defaultTerms } from 'statecart/machine';
 * const rule = { ...defaultTerms, allocation: 'by_priority', warehousePriority: ['shop', 'depot'] } as const;
 * const levels = await warehouse.available(['MUG'], { signal: AbortSignal.timeout(1_000), traceparent: null });
 * const parts = allocateStock(order.lines, levels, rule);
 */
export function allocateStock(
  lines: readonly AllocatableLine[],
  levels: readonly Availability[],
  rule: AllocationTerms = defaultTerms,
): readonly LineAllocation[] {
  const left = new Map(levels.map((level) => [key(level.sku, level.warehouseId), level.available]));
  const warehouses = [...new Set(levels.map((level) => level.warehouseId))].sort();
  const prioritized = rule.allocation === 'by_priority';
  const physical = lines.filter((line) => line.kind === 'physical');
  const named = physical.filter((line) => line.allocations.length > 0);
  const open = physical.filter((line) => line.allocations.length === 0);
  const allocations: LineAllocation[] = named.flatMap((line) =>
    line.allocations.map((entry) => ({ lineId: line.id, ...entry })),
  );
  for (const line of named)
    for (const entry of line.allocations) take(left, line.sku, entry.warehouseId, entry.quantity);

  const sold = open.filter((line) => line.released);
  const single = prioritized ? undefined : warehouses.find((warehouseId) => hasAll(sold, warehouseId, left));
  const ranked = byPriority(warehouses, rule.warehousePriority);
  for (const line of open) {
    if (single !== undefined)
      allocations.push({ lineId: line.id, warehouseId: single, quantity: line.quantity });
    else if (prioritized) allocations.push(...inParts(line, ranked, left));
    else allocations.push(...allocateLine(line, warehouses, left));
  }
  return allocations;
}

/** The warehouses of the list in its order, those that are known to have nothing too; then the others by id. */
function byPriority(warehouses: readonly string[], priority: readonly string[]): readonly string[] {
  return [...new Set([...priority, ...warehouses])];
}

const key = (sku: string, warehouseId: string) => JSON.stringify([sku, warehouseId]);

function take(left: Map<string, number>, sku: string, warehouseId: string, quantity: number): void {
  left.set(key(sku, warehouseId), (left.get(key(sku, warehouseId)) ?? 0) - quantity);
}

function hasAll(
  lines: readonly AllocatableLine[],
  warehouseId: string,
  left: ReadonlyMap<string, number>,
): boolean {
  const needed = new Map<string, number>();
  for (const line of lines) needed.set(line.sku, (needed.get(line.sku) ?? 0) + line.quantity);
  return [...needed].every(([sku, quantity]) => (left.get(key(sku, warehouseId)) ?? 0) >= quantity);
}

function allocateLine(
  line: AllocatableLine,
  warehouses: readonly string[],
  left: Map<string, number>,
): LineAllocation[] {
  const has = (warehouseId: string) => Math.max(0, left.get(key(line.sku, warehouseId)) ?? 0);
  const whole = warehouses.find((warehouseId) => has(warehouseId) >= line.quantity);
  const byStock = [...warehouses].sort((a, b) => has(b) - has(a));
  const parts = whole === undefined ? byStock.filter((warehouseId) => has(warehouseId) > 0) : [whole];
  return inParts(line, parts.length > 0 ? parts : byStock, left);
}

/** From one warehouse after the other what it has; what nobody has from the first that has something, or the first. */
function inParts(
  line: AllocatableLine,
  warehouses: readonly string[],
  left: Map<string, number>,
): LineAllocation[] {
  const has = (warehouseId: string) => Math.max(0, left.get(key(line.sku, warehouseId)) ?? 0);
  const allocations: LineAllocation[] = [];
  let open = line.quantity;
  for (const warehouseId of warehouses) {
    const quantity = Math.min(open, has(warehouseId));
    if (quantity > 0) allocations.push({ lineId: line.id, warehouseId, quantity });
    open -= quantity;
  }
  const [first, ...others] = allocations;
  const shortfall = first
    ? { ...first, quantity: first.quantity + open }
    : { lineId: line.id, warehouseId: warehouses[0] ?? fallbackWarehouse, quantity: open };
  const complete = [shortfall, ...others];
  for (const entry of complete) take(left, line.sku, entry.warehouseId, entry.quantity);
  return complete;
}
