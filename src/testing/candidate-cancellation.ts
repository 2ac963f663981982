import type { Order, OrderLine, RequestInput } from '../machine/index.ts';

/** Requests to cancel lines or to stop a warehouse, each with the case that it stands for. */
type Variant = readonly (readonly [event: RequestInput, variant: string])[];

/** Units of a line that have not left, and are not cancelled or being cancelled. */
function unitsLeft(order: Order, { id, quantity, counts }: OrderLine): number {
  const wished = order.lineCancellations
    .filter(({ state }) => state === 'requested')
    .flatMap(({ lines }) => lines)
    .filter(({ lineId }) => lineId === id)
    .reduce((total, line) => total + line.quantity, 0);
  return quantity - counts.shipped - counts.cancelled - counts.writtenOff - wished;
}

/** Operations that create a fulfilment and were not answered: perhaps nobody has attempted them. */
function untriedCreations(order: Order): string[] {
  return order.fulfillments
    .flatMap(({ operations }) => operations)
    .filter(({ kind, state }) => kind === 'create' && state === 'requested')
    .map(({ id }) => id);
}

/** Which units can be cancelled: one, all of a line, all of the order. */
export function lineCancellationRequests(order: Order): Variant {
  const all = order.lines
    .map((line) => ({ lineId: line.id, quantity: unitsLeft(order, line) }))
    .filter(({ quantity }) => quantity > 0);
  const last = all.at(-1);
  if (!last) return [];
  const wish = { type: 'order.cancel_lines', reason: 'changed_mind' } as const;
  const one = [{ lineId: last.lineId, quantity: 1 }];
  return [
    [{ ...wish, lines: one }, 'one'],
    [{ ...wish, lines: one, restock: false, notify: false }, 'spoilt'],
    [{ ...wish, lines: one, meta: { untried: untriedCreations(order) } }, 'untried'],
    [{ ...wish, lines: one, override: { reason: 'a good customer' } }, 'override'],
    [{ ...wish, lines: [last] }, 'line'],
    [{ ...wish, lines: all }, 'all'],
  ];
}

/** Which warehouses a person can ask to stop. */
export function stopRequests(order: Order): Variant {
  return order.fulfillments
    .filter(({ stage }) => !['cancelled', 'failed', 'completed'].includes(stage))
    .flatMap(({ id: fulfillmentId }) => {
      const wish = { type: 'fulfillment.cancel', fulfillmentId, reason: 'the warehouse is flooded' } as const;
      return [
        [{ ...wish, afterwards: 'replan' }, 'replan'],
        [{ ...wish, afterwards: 'hold' }, 'hold'],
        [{ ...wish, afterwards: 'replan', meta: { untried: untriedCreations(order) } }, 'untried'],
      ] as const;
    });
}
