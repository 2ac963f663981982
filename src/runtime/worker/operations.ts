import { type Operation, type Order, operationsOf } from '../../machine/index.ts';

function isOpen(operation: Operation): boolean {
  return operation.state === 'requested' || operation.state === 'unknown';
}

/**
 * Whether the order knows already what became of a command: a webhook was faster, or the machine gave the operation up
 * and the command comes from the dead letters. Performing it would have an effect that nobody waits for.
 */
export function isSettled(order: Order, commandId: string): boolean {
  const operation = operationsOf(order).find(({ id }) => id === commandId);
  return operation !== undefined && !isOpen(operation);
}

/** Operations that were under way before, and are over after: their commands, if any are left, have nothing to do. */
export function settledMeanwhile(before: Order, after: Order): ReadonlySet<string> {
  if (before === after) return new Set();
  const open = new Set(
    operationsOf(after)
      .filter(isOpen)
      .map(({ id }) => id),
  );
  return new Set(
    operationsOf(before)
      .filter((operation) => isOpen(operation) && !open.has(operation.id))
      .map(({ id }) => id),
  );
}
