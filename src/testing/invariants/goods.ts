import { type Order, statusTags, sum } from '../../machine/index.ts';
import { type Check, isUnderWay, unitsIn } from './check.ts';

const done = ({ state }: { readonly state: string }) => state === 'succeeded';

const left = (order: Order, states: readonly string[], lineId: string) =>
  sum(
    order.shortfalls
      .filter(({ state }) => states.includes(state))
      .flatMap(({ lines }) => lines)
      .filter((line) => line.lineId === lineId)
      .map((line) => line.quantity - line.filled),
  );

/** What waits is backordered, what was given up is cancelled, and nothing is both or held besides. */
const shortfallsAreCounted: Check = (order) =>
  order.lines
    .filter(({ kind }) => kind === 'physical')
    .flatMap((line) => {
      const { backordered, cancelled, reserved, shipped, writtenOff } = line.counts;
      const broken: string[] = [];
      const waiting = left(order, ['waiting'], line.id);
      const free = line.quantity - cancelled - reserved - shipped - writtenOff;
      if (backordered !== Math.min(waiting, Math.max(0, free)))
        broken.push(`line ${line.id}: backordered is ${backordered}, ${waiting} wait and ${free} are free`);
      const dropped = left(order, ['refunded', 'substituted'], line.id);
      const ended = statusTags[order.axes.status].includes('ended');
      if (!ended && cancelled < Math.min(dropped, line.quantity - shipped - writtenOff))
        broken.push(`line ${line.id}: ${dropped} were given up, ${cancelled} are cancelled`);
      return broken;
    });

const entriesAreSound: Check = (order) =>
  order.shortfalls.flatMap((entry) => {
    const undone = entry.state === 'waiting' || entry.state === 'open';
    const broken: string[] = [];
    if (undone !== (entry.until !== null)) broken.push(`${entry.id} is ${entry.state} until ${entry.until}`);
    for (const { lineId, quantity, filled, arrived } of entry.lines)
      if (filled > quantity || arrived > quantity || filled < 0 || quantity < 1)
        broken.push(`${entry.id}, line ${lineId}: ${filled} filled, ${arrived} arrived of ${quantity}`);
    if (entry.state === 'filled' && entry.lines.some((line) => line.filled < line.quantity))
      broken.push(`${entry.id} is filled, and something is lacking`);
    if (undone && statusTags[order.axes.status].includes('ended'))
      broken.push(`the order is ${order.axes.status}, and shortfall ${entry.id} is ${entry.state}`);
    return broken;
  });

/** Whoever waits is woken: a unit that nobody has has a deadline, or a warehouse is being asked for it. */
const nothingWaitsForEver: Check = (order) => {
  const woken = new Set(order.deadlines.map(({ ref }) => ref));
  const asked = (id: string) =>
    order.reservations.some((entry) => entry.shortfallId === id && entry.operations.some(isUnderWay));
  const undone = order.shortfalls.filter(({ state }) => state === 'waiting' || state === 'open');
  const waiting = order.lines.filter(({ counts }) => counts.backordered > 0);
  const lost = waiting.filter(
    (line) =>
      !undone.some(
        ({ id, lines }) => lines.some(({ lineId }) => lineId === line.id) && (woken.has(id) || asked(id)),
      ),
  );
  const unreleased = order.lines.filter(
    (line) =>
      !line.released &&
      ['pending', 'confirmed', 'processing'].includes(order.axes.status) &&
      line.counts.cancelled + line.counts.shipped + line.counts.writtenOff < line.quantity,
  );
  return [
    ...lost.map(({ id }) => `line ${id} is backordered, and nothing wakes it`),
    ...unreleased
      .filter(() => !order.deadlines.some(({ name }) => name === 'preorder.release'))
      .map(({ id }) => `line ${id} waits for its release, and nothing wakes it`),
  ];
};

/** Stock is given back once, and only what was given; a pre-order is not asked for before its release. */
const stockIsHeldOnce: Check = (order) => {
  const broken: string[] = [];
  for (const { id, lines, short, operations } of order.reservations) {
    const given = operations.filter((one) => one.kind === 'release' && (done(one) || isUnderWay(one)));
    const releases = given.filter(({ causeId }) => causeId === null);
    if (releases.length > 1) broken.push(`${id} was released ${releases.length} times`);
    if (given.length > 0 && !operations.some((one) => one.kind === 'reserve' && done(one)))
      broken.push(`${id} was released without having been reserved`);
    for (const { lineId, quantity } of lines) {
      const away = operations
        .filter((one) => (one.kind === 'release' || one.kind === 'confirm') && (done(one) || isUnderWay(one)))
        .map((one) => one.lines);
      const most = quantity - unitsIn([short], lineId);
      if (unitsIn(away, lineId) > quantity || most < 0)
        broken.push(`${id}, line ${lineId}: ${unitsIn(away, lineId)} moved of ${quantity}, ${most} given`);
    }
  }
  for (const line of order.lines) {
    const asked = order.reservations.some((entry) => entry.lines.some(({ lineId }) => lineId === line.id));
    if (asked && !line.released) broken.push(`line ${line.id} was reserved before its release`);
  }
  return broken;
};

/** All that must hold of the goods of an order, and of those that nobody has. */
export const goodsChecks: readonly Check[] = [
  shortfallsAreCounted,
  entriesAreSound,
  nothingWaitsForEver,
  stockIsHeldOnce,
];
