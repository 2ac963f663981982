import {
  type BaseTypes,
  baseOrder,
  type ComposedOrder,
  compensationPlan,
  type Deadline,
  inconsistenciesOf,
  keepMinor,
  type Operation,
  type Order,
  type OrderEvent,
  type OrderTypes,
  orderBook,
  paymentBook,
  type StepResult,
  statusTags,
  sum,
  withoutOwn,
} from '../machine/index.ts';
import { cancelledLineChecks } from './invariants/cancelled-lines.ts';
import { type Check, isUnderWay, unitsIn } from './invariants/check.ts';
import { brokenExtensions } from './invariants/extensions.ts';
import { goodsChecks } from './invariants/goods.ts';
import { holdsAreTold, holdsStop } from './invariants/holds.ts';
import { brokenParcels } from './invariants/parcels.ts';
import { brokenMoneyCommands, brokenPayments } from './invariants/payments.ts';
import { pricesAddUp } from './invariants/prices.ts';

/**
 * What must hold of every order after every step. Returns one sentence for each thing that does not.
 *
 * The checks read the records and count again; they do not call the code that they check, where that can be avoided.
 * `of`: what an extended order is of; its states, deadlines and fields are checked, too.
 */
export function brokenInvariants<X extends OrderTypes = BaseTypes>(
  order: Order | X['order'],
  of?: ComposedOrder<X>,
): readonly string[] {
  const whole = (of ?? baseOrder) as unknown as ComposedOrder;
  const given = order as Order;
  return [...brokenExtensions(given, whole), ...brokenBase(withoutOwn(given, whole))];
}

function brokenBase(order: Order): readonly string[] {
  return [
    moneyAddsUp,
    unitsAddUp,
    countersAreSums,
    recordsAgree,
    nothingWaitsForNobody,
    endedHoldsNothing,
    brokenParcels,
    holdsAreTold,
    brokenPayments,
    ...goodsChecks,
    ...cancelledLineChecks,
    pricesAddUp,
  ].flatMap((check) => check(order));
}

/** What must hold of every step: versions, history, events, input; and of the deadlines, if the event is given. */
export function brokenStepInvariants<X extends OrderTypes = BaseTypes>(
  before: Order,
  result: StepResult,
  event?: OrderEvent,
  of?: ComposedOrder<X>,
): readonly string[] {
  const { order } = result;
  const broken: string[] = [
    ...(event ? deadlineComesOnce(before, order, event) : []),
    ...goodsAreAskedForOnce(before, order),
  ];
  if (result.outcome === 'duplicate') return order === before ? [] : ['a duplicate changed the order'];
  if (order.version !== before.version + 1)
    broken.push(`the version went from ${before.version} to ${order.version}`);
  let at: string = before.axes.status;
  for (const edge of result.history) {
    if (edge.from !== at) broken.push(`the history goes ${at} then ${edge.from}>${edge.to}`);
    at = edge.to;
  }
  if (at !== order.axes.status)
    broken.push(`the history ends at ${at}, but the status is ${order.axes.status}`);
  const changes = result.events.filter((event) => event.type === 'order.status_changed').length;
  if (changes !== result.history.length)
    broken.push(`${result.history.length} edges, but ${changes} status events`);
  result.events.forEach((event, index) => {
    if (event.sequence !== before.published + index + 1)
      broken.push(`event ${event.type} has sequence ${event.sequence}`);
  });
  const ids = result.commands.map((command) => command.id);
  if (new Set(ids).size !== ids.length) broken.push(`two commands share an id: ${ids.join(', ')}`);
  const base = withoutOwn(order, (of ?? baseOrder) as unknown as ComposedOrder);
  return [...broken, ...brokenMoneyCommands(base, result.commands), ...holdsStop({ ...result, order: base })];
}

/** A deadline that came is over: were it still there, it would come again at once, for ever. */
function deadlineComesOnce(before: Order, after: Order, event: OrderEvent): readonly string[] {
  if (event.type !== 'deadline.reached') return [];
  const { name, ref, at } = event;
  const isIt = (entry: Deadline) => entry.name === name && entry.ref === ref && entry.at <= at;
  const stays = before.deadlines.some(isIt) && after.deadlines.some(isIt);
  return stays ? [`deadline ${name} of ${ref} came, and is still there`] : [];
}

const moneyAddsUp: Check = (order) => {
  const broken: string[] = [];
  for (const payment of order.payments) {
    const of = (kind: string) =>
      sum(
        payment.transactions
          .filter((entry) => entry.kind === kind && entry.state === 'succeeded')
          .map((entry) => entry.amountMinor),
      );
    const [authorized, captured, refunded] = [of('authorization'), of('capture'), of('refund')];
    if (refunded > captured) broken.push(`${payment.id}: refunded ${refunded} of ${captured} captured`);
    if (captured > authorized) broken.push(`${payment.id}: captured ${captured} of ${authorized} authorized`);
    const underWay = payment.transactions.filter(isUnderWay);
    if (underWay.length > 1) broken.push(`${payment.id}: ${underWay.length} operations under way`);
    if (paymentBook(payment).openMinor < 0) broken.push(`${payment.id}: open authorization below zero`);
  }
  return broken;
};

const unitsAddUp: Check = (order) =>
  order.lines.flatMap((line) => {
    const { reserved, backordered, shipped, delivered, cancelled, returned, writtenOff } = line.counts;
    const broken: string[] = [];
    if (Object.values(line.counts).some((count) => count < 0 || !Number.isInteger(count)))
      broken.push(`line ${line.id}: a counter is not a natural number`);
    if (reserved + backordered + shipped + cancelled + writtenOff > line.quantity)
      broken.push(`line ${line.id}: more units than were ordered: ${JSON.stringify(line.counts)}`);
    if (!(returned <= delivered && delivered <= shipped))
      broken.push(`line ${line.id}: returned ${returned}, delivered ${delivered}, shipped ${shipped}`);
    return broken;
  });

const countersAreSums: Check = (order) =>
  order.lines
    .filter((line) => line.kind === 'physical')
    .flatMap((line) => {
      const left = order.shipments.filter(
        ({ left, stage, settlement }) => left && stage !== 'cancelled' && settlement === null,
      );
      const shipped = unitsIn(
        left.map((shipment) => shipment.lines),
        line.id,
      );
      const delivered = unitsIn(
        left.filter((shipment) => shipment.stage === 'delivered').map((shipment) => shipment.lines),
        line.id,
      );
      const received = unitsIn(
        order.returns.map((entry) =>
          entry.lines.map((item) => ({ lineId: item.lineId, quantity: item.received })),
        ),
        line.id,
      );
      const broken: string[] = [];
      if (line.counts.shipped !== shipped)
        broken.push(`line ${line.id}: shipped is ${line.counts.shipped}, its parcels hold ${shipped}`);
      if (line.counts.delivered !== delivered)
        broken.push(`line ${line.id}: delivered is ${line.counts.delivered}, its parcels hold ${delivered}`);
      if (line.counts.returned !== received)
        broken.push(`line ${line.id}: returned is ${line.counts.returned}, its returns hold ${received}`);
      for (const reservation of order.reservations) {
        const of = (kind: string) =>
          unitsIn(
            reservation.operations
              .filter((operation) => operation.kind === kind && operation.state === 'succeeded')
              .map((operation) => operation.lines),
            line.id,
          );
        const held = unitsIn([reservation.lines], line.id);
        if (of('confirm') + of('release') > held)
          broken.push(
            `${reservation.id}: ${of('confirm')} confirmed and ${of('release')} released of ${held}`,
          );
        if (of('return') > of('confirm'))
          broken.push(`${reservation.id}: ${of('return')} returned of ${of('confirm')} confirmed`);
      }
      return broken;
    });

/** What was remembered of the order is not asked. */
const recordsAgree: Check = (order) => inconsistenciesOf({ ...order });

function operations(order: Order): readonly Operation[] {
  return [
    ...order.payments.flatMap((payment) => payment.transactions),
    ...[...order.reservations, ...order.fulfillments, ...order.shipments].flatMap((entry) => [
      ...entry.operations,
    ]),
    ...(order.screening ? [order.screening] : []),
  ];
}

/** The states that wait for an answer, by the operations whose answer it can be. */
const waiting: Readonly<Record<string, readonly string[]>> = {
  authorizing: ['authorization'],
  action_required: ['authorization'],
  capturing: ['capture'],
  voiding: ['void'],
  refunding: ['refund'],
  reserving: ['reserve'],
  releasing: ['release'],
  confirming: ['confirm'],
  returning: ['return'],
  requesting: ['fulfillment-create'],
  cancelling: ['fulfillment-create', 'fulfillment-cancel', 'shipment-create', 'shipment-cancel'],
  screening: ['screening'],
};

const nothingWaitsForNobody: Check = (order) => {
  const awaited = new Set(
    operations(order)
      .filter(isUnderWay)
      .map(({ id }) => id.split(':').at(-2)),
  );
  return Object.entries(order.axes)
    .filter(([, state]) => waiting[state]?.some((kind) => awaited.has(kind)) === false)
    .map(([axis, state]) => `${axis} is ${state}, and nothing that it waits for is under way`);
};

/**
 * A unit is asked of a warehouse once, unless its fulfilment was stopped or its parcel is sent again: looked at whenever a fulfilment is asked for, since
 * a parcel may still leave afterwards that was to stay. What is made elsewhere is not for us to count.
 */
function goodsAreAskedForOnce(before: Order, order: Order): readonly string[] {
  if (order.fulfillments.length === before.fulfillments.length) return [];
  if (order.shipments.some(({ fulfillmentId }) => fulfillmentId === null)) return [];
  return order.lines.flatMap((line) => {
    const asked = sum(
      order.fulfillments.map(({ id, stage, lines }) => {
        const left = order.shipments.filter((entry) => entry.fulfillmentId === id && entry.left);
        return unitsIn(stage === 'cancelled' ? left.map((entry) => entry.lines) : [lines], line.id);
      }),
    );
    const again = unitsIn(
      order.shipments
        .filter(
          ({ settlement, exceptions }) =>
            settlement === 'replaced' || exceptions.some(({ resolution }) => resolution === 'reship'),
        )
        .map(({ lines }) => lines),
      line.id,
    );
    return asked > line.quantity + again
      ? [`line ${line.id}: ${asked} of ${line.quantity} were asked for`]
      : [];
  });
}

/** Stages in which a warehouse still has something to do. */
const openStages = new Set(['requested', 'accepted', 'planning', 'picking', 'packing', 'shipped']);
/** Stages in which a parcel could still leave. */
const unsentStages = new Set(['planned', 'requested', 'created']);

/** Units of a line that a fulfilment has, and that have left in none of its parcels. */
function unsentUnits(order: Order, fulfillmentId: string, lineId: string): number {
  const asked = order.fulfillments.filter((entry) => entry.id === fulfillmentId).map(({ lines }) => lines);
  const left = order.shipments.filter((entry) => entry.fulfillmentId === fulfillmentId && entry.left);
  const sent = unitsIn(
    left.map(({ lines }) => lines),
    lineId,
  );
  const line = order.lines.find(({ id }) => id === lineId);
  const { shipped = 0, cancelled = 0, writtenOff = 0 } = line?.counts ?? {};
  return Math.min(unitsIn(asked, lineId) - sent, (line?.quantity ?? 0) - shipped - cancelled - writtenOff);
}

/** Whether the carrier would not stop a parcel: then a person has to see to it. */
function stopFailed(order: Order, shipmentId: string): boolean {
  return order.shipments.some(
    ({ id, operations: tries }) =>
      id === shipmentId && tries.some(({ kind, state }) => kind === 'cancel' && state === 'failed'),
  );
}

const endedHoldsNothing: Check = (order) => {
  if (!statusTags[order.axes.status].includes('ended')) return [];
  if (operations(order).some(isUnderWay)) return [];
  if (compensationPlan(order).some((step) => step.state === 'failed')) return [];
  const book = orderBook(order);
  const broken: string[] = [];
  if (book.openMinor > 0)
    broken.push(`the order is ${order.axes.status}, and ${book.openMinor} are still authorized`);
  const refundFailed = order.payments.some((payment) =>
    payment.transactions.some(
      (entry) => entry.kind === 'refund' && entry.state === 'failed' && !entry.retried,
    ),
  );
  const leftMinor = book.capturedMinor - book.refundedMinor - book.chargedBackMinor;
  if (!refundFailed && leftMinor > keepMinor(order))
    broken.push(`the order is ${order.axes.status}, and ${leftMinor} are not given back`);
  if (order.axes.status !== 'refunded' && order.lines.some((line) => line.counts.reserved > 0))
    broken.push(`the order is ${order.axes.status}, and stock is still held`);
  for (const { id, stage, lines } of order.fulfillments)
    if (openStages.has(stage) && lines.some(({ lineId }) => unsentUnits(order, id, lineId) > 0))
      broken.push(`the order is ${order.axes.status}, and fulfilment ${id} is still ${stage}`);
  if (order.holds.some(({ releasedAt }) => releasedAt === null))
    broken.push(`the order is ${order.axes.status}, and still held`);
  for (const { id, stage } of order.shipments)
    if (unsentStages.has(stage) && !stopFailed(order, id))
      broken.push(`the order is ${order.axes.status}, and parcel ${id} is still ${stage}`);
  return broken;
};
