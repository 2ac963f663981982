import { axisNames, type Operation, type Order, type Payment, type Shipment } from '../../machine/index.ts';

/** Where an order stands on all axes. */
export function axesKey(order: Order): string {
  return axisNames.map((axis) => order.axes[axis]).join(' ');
}

const states = (operations: readonly (Operation & { readonly kind: string })[]) =>
  operations.map((operation) => `${operation.kind}=${operation.state}`).join('+');

/** What is open of what went wrong with a parcel. */
const troubles = ({ exceptions }: Shipment) =>
  exceptions
    .filter((entry) => entry.resolvedAt === null)
    .map((entry) => entry.kind)
    .join('+');
const money = ({ transactions, chargebacks }: Payment) =>
  [
    states(transactions),
    ...transactions
      .filter(({ answerBy }) => answerBy !== null)
      .map(({ nextAction }) => (nextAction ? '?' : '~')),
    ...chargebacks.map(({ state }) => state),
  ].join('+');

/** Of a shop's own field: whether it is there, or what it says if that is yes or no. */
const ownField = ([name, value]: [string, unknown]) =>
  `${name}${typeof value === 'boolean' ? value : value !== null}`;

/**
 * What two orders have in common that will fare alike: axes, the states of their ledger entries and the counts of their
 * lines. Ids, amounts, moments and the order of equal entries do not count.
 */
export function signatureOf(order: Order): string {
  const parts = [
    axesKey(order),
    ...order.payments.map(money).sort(),
    ...order.reservations.map((entry) => `${states(entry.operations)}${entry.expired ? '!' : ''}`).sort(),
    ...order.fulfillments.map((entry) => `${entry.stage}:${states(entry.operations)}`).sort(),
    ...order.shipments
      .map(
        (entry) =>
          `${entry.stage}${entry.left ? '>' : ''}${entry.settlement ?? ''}:${troubles(entry)}:${states(entry.operations)}`,
      )
      .sort(),
    ...order.returns.map((entry) => entry.state).sort(),
    ...order.holds.map((hold) => `${hold.kind}${hold.releasedAt === null ? '!' : ''}`).sort(),
    ...order.lines.map((line) => Object.values(line.counts).join(',')),
    order.cancellation?.state ?? '',
    order.failure ?? '',
    order.screening?.state ?? '',
    String(order.timestamps.feedbackAt === null),
    Object.entries(order.extension).map(ownField).join(),
  ];
  return parts.join('|');
}
