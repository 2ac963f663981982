/** SQL for the name of a status without its substate: a column may hold the dotted path of an extended statechart. */
const nameOf = (column: string) => `split_part(${column}, '.', 1)`;

/**
 * SQL for whether an order is placed and goes on. Indexes stand on it, so what it says can't change: the statuses are those
 * of the base, which stay.
 */
export function isOpen(column: string): string {
  return `(${nameOf(column)} in ('pending', 'confirmed', 'processing', 'shipped'))`;
}

/** SQL for whether an order has ended without being fulfilled, on the same terms. */
export function isEnded(column: string): string {
  return `(${nameOf(column)} in ('cancelled', 'refunded', 'failed'))`;
}
