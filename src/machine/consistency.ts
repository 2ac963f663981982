import { deadlinesOf } from './deadlines.ts';
import { tally } from './ledgers/lines.ts';
import { dueOperations, isDueAnew } from './ledgers/plan.ts';
import { isBusy } from './ledgers/stock-book.ts';
import { summaryAnew } from './ledgers/summary.ts';
import type { Order } from './order.ts';

/**
 * What does not fit together in an order as it is stored, a sentence each; none: all is well. `step` never writes such an
 * order: what is found comes from a change by hand, or from a fault that should be reported. Changes nothing.
 *
 * @example
 * import { inconsistenciesOf } from 'statecart/machine';
 * const order = await orders.get(id);
 * for (const sentence of inconsistenciesOf(order)) console.log(order.number, sentence);
 */
export function inconsistenciesOf(order: Order): readonly string[] {
  return [...wrongAxes(order), ...wrongCounts(order), ...wrongDeadlines(order), ...notBegun(order)];
}

function wrongAxes(order: Order): readonly string[] {
  const ledgers = summaryAnew(order);
  return (Object.keys(ledgers) as (keyof typeof ledgers)[])
    .filter((axis) => ledgers[axis] !== order.axes[axis])
    .map((axis) => `${axis} is ${order.axes[axis]}, and its ledger says ${ledgers[axis]}`);
}

/** What is held and waited for is counted anew when the warehouse answers: until then those two may be behind. */
function wrongCounts(order: Order): readonly string[] {
  const isAsked = order.reservations.some(isBusy);
  const counted = new Map(tally(order).lines.map((line) => [line.id, line.counts]));
  return order.lines.flatMap(({ id, counts }) => {
    const sums = counted.get(id) ?? counts;
    return (Object.keys(counts) as (keyof typeof counts)[])
      .filter((name) => !(isAsked && (name === 'reserved' || name === 'backordered')))
      .filter((name) => counts[name] !== sums[name])
      .map((name) => `line ${id} has ${counts[name]} ${name}, and its records add up to ${sums[name]}`);
  });
}

function wrongDeadlines(order: Order): readonly string[] {
  const listed = (deadlines: Order['deadlines']) =>
    deadlines.map(({ name, ref, at }) => `${name} of ${ref} at ${at}`).join(', ');
  const [kept, declared] = [listed(order.deadlines), listed(deadlinesOf(order))];
  return kept === declared ? [] : [`its deadlines are [${kept}], and its states declare [${declared}]`];
}

function notBegun(order: Order): readonly string[] {
  return dueOperations
    .filter((operation) => isDueAnew(order, operation))
    .map((operation) => `${operation} is due, and was not begun`);
}
