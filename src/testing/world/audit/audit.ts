import type { MemoryWorld } from '../../../adapters/memory/index.ts';
import type { Order } from '../../../machine/index.ts';
import type { DeadLetter, OrderStore } from '../../../ports/index.ts';
import { brokenInvariants } from '../../invariants.ts';
import type { Witness, Witnessed } from '../witness.ts';
import { orphanDeadlines, overdueDeadlines } from './deadlines.ts';
import { goodsProblems, heldUnits, shelfProblems, shelvesBelowZero } from './goods.ts';
import { heldMoney, keptMoney, moneyProblems, sumsInOrder } from './money.ts';
import { goodsUnderWay, parcelProblems } from './parcels.ts';
import { restlessness } from './rest.ts';

/** What the outside has of an order must hold at any moment, whatever is under way. */
export function auditInPassing(order: Order, { payments, warehouse }: MemoryWorld): readonly string[] {
  const accounts = Object.values(payments.book().accounts).filter(({ orderId }) => orderId === order.id);
  return [...accounts.flatMap(sumsInOrder), ...shelvesBelowZero({ warehouse }), ...orphanDeadlines(order)];
}

/** Statuses after which the outside holds nothing for an order. */
const ended = new Set(['cancelled', 'failed', 'refunded']);

/**
 * Everything that must hold once all faults have healed and nothing is due: each order settled or waiting for somebody with a
 * reason, its ledgers equal to the books of the outside, its journals whole, its events on the bus.
 */
export async function auditAtRest(
  world: MemoryWorld,
  witness: Witness,
  store: OrderStore,
  now: number,
): Promise<readonly string[]> {
  const letters = await store.deadLetters({ limit: 1_000 });
  const found = await Promise.all(
    witness.orders().map(async (seen) => {
      const own = letters.filter(({ orderId }) => orderId === seen.order.id);
      const problems = [
        ...brokenInvariants(seen.order),
        ...(await storedProblems(seen.order, store)),
        ...publishedProblems(seen),
        ...letterProblems(own),
        ...restlessness(seen.order),
        ...overdueDeadlines(seen.order, now),
        ...bookProblems(seen, world, now),
      ];
      return problems.map((what) => `order ${seen.order.id} (${seen.order.axes.status}), at rest: ${what}`);
    }),
  );
  const accounts = Object.values(world.payments.book().accounts);
  return [
    ...accounts.flatMap(sumsInOrder),
    ...shelfProblems(world),
    ...found.flat(),
    ...strangers(world, witness),
  ];
}

function bookProblems({ order, anomalies }: Witnessed, world: MemoryWorld, now: number): readonly string[] {
  const problems = [
    ...moneyProblems(order, world),
    ...goodsProblems(order, world, anomalies),
    ...parcelProblems(order, world),
  ];
  return ended.has(order.axes.status) ? [...problems, ...heldForNothing(order, world, now)] : problems;
}

/** What the outside still has for an order that is over, unless it has refused to give it up. */
function heldForNothing(order: Order, world: MemoryWorld, now: number): readonly string[] {
  const operations = [
    ...order.payments.flatMap(({ transactions }) => transactions),
    ...order.reservations.flatMap((entry) => entry.operations),
  ];
  const refused = (kind: string) =>
    operations.some((entry) => entry.kind === kind && entry.state === 'failed');
  const money = heldMoney(order, world, now);
  const units = heldUnits(order, world);
  const kept = order.axes.status === 'refunded' ? 0 : keptMoney(order, world);
  const stops = [...order.fulfillments, ...order.shipments].flatMap((entry) => entry.operations);
  const stopRefused = stops.some(({ kind, state }) => kind === 'cancel' && state === 'failed');
  return [
    ...(kept > 0 && !refused('refund') ? [`the provider keeps ${kept}, and nothing was delivered`] : []),
    ...(money > 0 && !refused('void') ? [`the provider still holds ${money}`] : []),
    ...(units > 0 && !refused('release') ? [`the warehouses still hold ${units} units`] : []),
    ...(stopRefused ? [] : goodsUnderWay(order, world)),
  ];
}

/** The store has what was committed, every version stands in the journal once, and the history is one line. */
async function storedProblems(order: Order, store: OrderStore): Promise<readonly string[]> {
  const [[stored], { history, journal }] = await Promise.all([
    store.load([order.id]),
    store.history(order.id),
  ]);
  const broken: string[] = [];
  if (JSON.stringify(stored?.order) !== JSON.stringify(order))
    broken.push('the store has another order than was committed last');
  const versions = journal.filter(({ outcome }) => outcome !== 'refused').map(({ version }) => version);
  if (versions.length !== order.version || versions.some((version, index) => version !== index + 1))
    broken.push(`it is at version ${order.version}, the journal has ${versions.length}`);
  const gap = history.some(({ from }, index) => from !== (history[index - 1]?.to ?? null));
  if (gap || history.at(-1)?.to !== order.axes.status)
    broken.push(`the history is no line: ${history.map(({ from, to }) => `${from}>${to}`).join(' ')}`);
  return broken;
}

function publishedProblems({ order, heard }: Witnessed): readonly string[] {
  return heard.length === order.published
    ? []
    : [`it has published ${order.published} events, the bus has heard ${heard.length}`];
}

/** A dead letter that was tried again when all was well, and died again. */
function letterProblems(letters: readonly DeadLetter[]): readonly string[] {
  return letters.map(({ id, error }) => `the dead letter ${id} can't be tried again: ${error}`);
}

/** What the outside has for orders that were never committed. */
function strangers({ payments, warehouse, shipping }: MemoryWorld, witness: Witness): readonly string[] {
  const rows = [
    ...Object.values(payments.book().accounts),
    ...Object.values(warehouse.book().reservations),
    ...Object.values(shipping.book().parcels),
  ];
  return rows
    .filter(({ orderId }) => witness.order(orderId) === undefined)
    .map(({ orderId }) => `the outside has something for order ${orderId}, which is not here`);
}
