import { OrderError } from '../../../errors/index.ts';
import type { OrderLine } from '../../../machine/index.ts';
import type { OrderChange } from '../../../ports/index.ts';
import type { OrderRow } from './rows.ts';
import type { Tables } from './tables.ts';

/** What a database's constraints would say against a change; `null`: nothing. */
export function constraintBroken(
  tables: Tables,
  row: OrderRow | undefined,
  change: OrderChange,
): OrderError | null {
  const { id, number, lines } = change.order;
  const owner = number === null ? undefined : tables.numbers.get(number);
  if (owner !== undefined && owner !== id) {
    return broken(id, `the number ${number} belongs to the order ${owner}. Take another with nextNumber().`);
  }
  const line = lines.find((candidate) => !adds(candidate));
  if (line !== undefined) {
    return broken(
      id,
      `the counts of line ${line.id} are impossible: ${JSON.stringify(line.counts)} of ${line.quantity}.`,
    );
  }
  const waiting = new Set(row?.commands.map((command) => command.id));
  const twice = change.commands.find(
    (command) => waiting.has(command.id) && !change.withdrawn.includes(command.id),
  );
  return twice === undefined ? null : broken(id, `the command ${twice.id} stands in the outbox already.`);
}

/** Whether every unit of a line can be where its counts say. */
function adds({ quantity, counts }: OrderLine): boolean {
  const { reserved, backordered, shipped, delivered, cancelled, returned, writtenOff } = counts;
  const placed = reserved + backordered + shipped + cancelled + writtenOff;
  return (
    Object.values(counts).every((count) => count >= 0) &&
    placed <= quantity &&
    delivered <= shipped &&
    returned <= delivered
  );
}

function broken(orderId: string, what: string): OrderError {
  return new OrderError('INVARIANT_VIOLATED', `the order ${orderId} was not written: ${what}`, {
    details: { orderId },
  });
}
