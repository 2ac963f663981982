import {
  type Command,
  type Order,
  type Payment,
  promisedMinor,
  sum,
  type Transaction,
} from '../../machine/index.ts';
import { isUnderWay } from './check.ts';

const amounts = (entries: readonly { readonly amountMinor: number }[]) =>
  sum(entries.map((entry) => entry.amountMinor));

function sums(payment: Payment) {
  const of = (kind: Transaction['kind'], fits: (entry: Transaction) => boolean) =>
    amounts(payment.transactions.filter((entry) => entry.kind === kind && fits(entry)));
  const done = (entry: Transaction) => entry.state === 'succeeded';
  const disputed = (states: readonly string[]) =>
    amounts(payment.chargebacks.filter(({ state }) => states.includes(state)));
  return {
    captured: of('capture', done),
    refunded: of('refund', done),
    refunding: of('refund', isUnderWay),
    writtenOff: of('write_off', done),
    lost: disputed(['lost']),
    disputed: disputed(['open', 'lost']),
  };
}

/** What must hold of the payments of an order after every step: one sentence for each thing that does not. */
export function brokenPayments(order: Order): readonly string[] {
  const broken: string[] = [];
  for (const payment of order.payments) {
    for (const entry of payment.transactions) {
      const waits = entry.nextAction !== null || entry.answerBy !== null;
      if (waits && !(entry.kind === 'authorization' && isUnderWay(entry)))
        broken.push(`${entry.id} is over, and waits for the customer or a bank`);
      if (entry.nextAction !== null && entry.answerBy === null)
        broken.push(`${entry.id} waits for the customer without an end`);
    }
    const references = payment.chargebacks.map(({ reference }) => reference);
    if (new Set(references).size !== references.length)
      broken.push(`${payment.id}: a dispute is entered twice`);
    for (const { id, state, closedAt } of payment.chargebacks)
      if ((state === 'open') !== (closedAt === null)) broken.push(`${id} is ${state}, closed at ${closedAt}`);
  }
  const writtenOff = sum(order.payments.map((payment) => sums(payment).writtenOff));
  const tolerance = order.terms.paymentToleranceMinor[order.currency] ?? 0;
  if (writtenOff > tolerance) broken.push(`${writtenOff} were written off, the tolerance is ${tolerance}`);
  const waiting = order.payments.some((payment) =>
    payment.transactions.some((entry) => entry.nextAction !== null),
  );
  if (order.axes.payment === 'action_required' && !waiting)
    broken.push('the customer is to do something, and no payment says what');
  const disputed = order.payments.some(({ chargebacks }) =>
    chargebacks.some(({ state }) => state === 'open'),
  );
  if (order.axes.payment === 'disputed' && !disputed) broken.push('payment is disputed by nobody');
  return broken;
}

/** What must hold of the money that a step asks for. */
export function brokenMoneyCommands(order: Order, commands: readonly Command[]): readonly string[] {
  return commands.flatMap((command) => {
    const payment = order.payments.find(({ transactions }) =>
      transactions.some(({ id }) => id === command.id),
    );
    const entry = payment?.transactions.find(({ id }) => id === command.id);
    if (command.type === 'shipment.create') return unpaidGoods(order);
    if (!payment || !entry) return [];
    if (entry.kind === 'refund') return refundedTwice(payment);
    return entry.kind === 'capture' ? capturedAfterTheLast(payment, entry) : [];
  });
}

/** Money that a bank has taken back, or may, is not given back besides. */
function refundedTwice(payment: Payment): readonly string[] {
  const { captured, refunded, refunding, disputed } = sums(payment);
  return refunded + refunding + disputed > captured
    ? [
        `${payment.id}: ${refunding} are to be refunded, of ${captured} with ${refunded} back and ${disputed} disputed`,
      ]
    : [];
}

function capturedAfterTheLast(payment: Payment, entry: Transaction): readonly string[] {
  const last = payment.transactions.find(
    ({ id, kind, state, final, authorizationId }) =>
      id !== entry.id &&
      kind === 'capture' &&
      state === 'succeeded' &&
      final &&
      authorizationId === entry.authorizationId,
  );
  return last ? [`${entry.id} captures after ${last.id}, which was the last`] : [];
}

/**
 * A label is made of goods that are paid for, or whose money is collected with them. Counted where it is plain: of orders of
 * which nothing came back, was lost, cancelled or given away.
 */
function unpaidGoods(order: Order): readonly string[] {
  const plain =
    order.refunds.length === 0 &&
    order.lines.every(({ counts }) => counts.returned + counts.cancelled + counts.writtenOff === 0);
  if (!plain) return [];
  const books = order.payments.map(sums);
  if (books.some(({ refunded }) => refunded > 0)) return [];
  const captured = sum(books.map((book) => Math.max(0, book.captured - book.lost)));
  const open = sum(order.payments.map(openMinor));
  const standing = captured + (order.terms.capturePolicy === 'on_shipment' ? 0 : open);
  const allowed = standing + promisedMinor(order) + sum(books.map((book) => book.writtenOff));
  const packed = order.shipments.filter(
    ({ stage, settlement }) => stage !== 'cancelled' && stage !== 'failed' && settlement !== 'replaced',
  );
  const units = (lineId: string) =>
    sum(
      packed
        .flatMap(({ lines }) => lines)
        .filter((line) => line.lineId === lineId)
        .map(({ quantity }) => quantity),
    );
  const worth = sum(
    order.lines.map((line) =>
      Math.floor((line.totalMinor * Math.min(line.quantity, units(line.id))) / line.quantity),
    ),
  );
  return worth > allowed ? [`goods worth ${worth} are to leave, and ${allowed} stand for them`] : [];
}

function openMinor(payment: Payment): number {
  const of = (kind: Transaction['kind']) =>
    payment.transactions.filter((entry) => entry.kind === kind && entry.state === 'succeeded');
  return sum(
    of('authorization')
      .filter(
        (entry) => !entry.expired && !of('void').some(({ authorizationId }) => authorizationId === entry.id),
      )
      .map((entry) =>
        Math.max(
          0,
          entry.amountMinor -
            amounts(of('capture').filter(({ authorizationId }) => authorizationId === entry.id)),
        ),
      ),
  );
}
