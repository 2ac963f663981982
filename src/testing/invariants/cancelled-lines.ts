import { type LineCancellation, statusTags, sum } from '../../machine/index.ts';
import { type Check, isUnderWay, unitsIn } from './check.ts';

const linesOf = (entries: readonly LineCancellation[], ...states: readonly LineCancellation['state'][]) =>
  entries.filter(({ state }) => states.includes(state)).map(({ lines }) => lines);

/** What is cancelled was cancelled by line, with the order, called back, or given up because nobody had it. */
const cancelledIsRecorded: Check = (order) => {
  const over = ['cancelled', 'failed', 'refunded'].includes(order.axes.status);
  if (over && order.timestamps.completedAt === null) return [];
  return order.lines.flatMap((line) => {
    const asked = unitsIn(linesOf(order.lineCancellations, 'effective'), line.id);
    const calledBack = unitsIn(
      order.shipments
        .filter(
          ({ left, stage, settlement }) => left && (stage === 'cancelled' || settlement === 'taken_back'),
        )
        .map(({ lines }) => lines),
      line.id,
    );
    const dropped = sum(
      order.shortfalls
        .filter(({ state }) => state === 'refunded' || state === 'substituted')
        .flatMap(({ lines }) => lines)
        .filter(({ lineId }) => lineId === line.id)
        .map(({ quantity, filled }) => quantity - filled),
    );
    const { cancelled, shipped, writtenOff } = line.counts;
    const expected = Math.min(asked + calledBack + dropped, line.quantity - shipped - writtenOff);
    const broken: string[] = [];
    if (cancelled !== expected)
      broken.push(
        `line ${line.id}: cancelled is ${cancelled}; by line ${asked}, called back ${calledBack}, given up ${dropped}`,
      );
    if (asked > line.quantity - shipped - writtenOff)
      broken.push(`line ${line.id}: ${asked} were cancelled, and ${shipped} of ${line.quantity} have left`);
    return broken;
  });
};

/** A wish is decided, or a warehouse was asked for it; while the order ends, none is undecided. */
const wishesAreDecided: Check = (order) =>
  order.lineCancellations.flatMap((entry) => {
    const { id, state, settledAt, lines } = entry;
    const broken: string[] = [];
    if ((state === 'requested') !== (settledAt === null)) broken.push(`${id} is ${state} at ${settledAt}`);
    if (state !== 'requested') return broken;
    const { status } = order.axes;
    if (!statusTags[status].includes('cancellable') || order.cancellation?.state === 'requested')
      broken.push(`${id} is undecided while the order is ${status}`);
    const awaited = order.fulfillments.some(
      (one) =>
        one.operations.some(isUnderWay) &&
        one.lines.some(({ lineId }) => lines.some((line) => line.lineId === lineId)),
    );
    if (!awaited) broken.push(`${id} waits, and no warehouse is asked`);
    return broken;
  });

/** Each cancellation of lines gives back at most what it cancelled, and only what it cancelled. */
const releasesBelong: Check = (order) =>
  order.reservations
    .flatMap(({ operations }) => operations)
    .filter(({ kind, causeId, state }) => kind === 'release' && causeId !== null && state !== 'withdrawn')
    .flatMap(({ id, causeId }) => {
      const cause = order.lineCancellations.find((entry) => entry.id === causeId);
      if (cause?.state !== 'effective') return [`${id} gives back for ${causeId}, which is ${cause?.state}`];
      const given = order.reservations
        .flatMap(({ operations }) => operations)
        .filter((one) => one.kind === 'release' && one.causeId === causeId && one.state !== 'withdrawn')
        .map(({ lines }) => lines);
      return cause.lines
        .filter(({ lineId, quantity }) => unitsIn(given, lineId) > quantity)
        .map(({ lineId, quantity }) => `${id}, line ${lineId}: more is given back than ${quantity}`);
    });

/** At rest nothing is held that nobody wants, unless giving it back has failed. */
const nothingIsHeldForNobody: Check = (order) => {
  const operations = order.reservations.flatMap((entry) => entry.operations);
  if (
    operations.some(isUnderWay) ||
    operations.some(({ kind, state }) => kind !== 'reserve' && state === 'failed')
  )
    return [];
  if (statusTags[order.axes.status].includes('ended')) return [];
  return order.lines.flatMap(({ id, quantity, counts }) => {
    const held = sum(
      order.reservations
        .filter(
          (entry) =>
            !entry.expired &&
            entry.operations.some(({ kind, state }) => kind === 'reserve' && state === 'succeeded'),
        )
        .map((entry) => {
          const gone = entry.operations.filter(({ kind }) => kind === 'confirm' || kind === 'release');
          return Math.max(
            0,
            unitsIn([entry.lines], id) - unitsIn([entry.short, ...gone.map(({ lines }) => lines)], id),
          );
        }),
    );
    // What was called back before it was booked out is in the warehouse again, under its reservation, until the order ends.
    const gone = order.shipments.filter(({ left }) => left);
    const booked = operations.filter(({ kind, state }) => kind === 'confirm' && state === 'succeeded');
    const unbooked = Math.max(
      0,
      unitsIn(
        gone.map(({ lines }) => lines),
        id,
      ) -
        unitsIn(
          booked.map(({ lines }) => lines),
          id,
        ),
    );
    const wanted = quantity - counts.cancelled - counts.writtenOff - counts.shipped;
    return held > wanted + unbooked
      ? [`line ${id}: ${held} are held, ${wanted} wanted, ${unbooked} not booked out`]
      : [];
  });
};

/** All that must hold of the cancelled lines of an order. */
export const cancelledLineChecks: readonly Check[] = [
  cancelledIsRecorded,
  wishesAreDecided,
  releasesBelong,
  nothingIsHeldForNobody,
];
