import { OrderError } from '../../errors/index.ts';
import { type Axes, type Axis, axisNames, axisStates, baseName } from '../axes.ts';
import type { Ran } from '../chart/run.ts';
import type { CommandRef, PublishedRef } from '../commands.ts';
import type { Order } from '../order.ts';
import type { AtRest } from '../step.ts';
import type { Additions, PlacedState } from './collect.ts';

type Paths = Readonly<Record<Axis, string>>;

/** What the states of extensions make of an order. */
export interface OwnStates {
  /** Every state of each axis, those of extensions behind the one that they stand in. */
  readonly states: Readonly<Record<Axis, readonly string[]>>;
  /**
   * The order as the base sees it: on each axis the state of the base. Fields that it lacks have their defaults.
   * @throws OrderError `INVARIANT_VIOLATED` for a state that the composed order does not have.
   */
  readonly baseOf: (order: Order) => Order;
  /** Where an order stands, of which the base's axes are known: the states of extensions are what its fields and ledgers say. */
  readonly axesOf: (base: Order) => Axes;
  /** The statechart at rest, with the states of extensions, and what coming to one tells and asks for. */
  readonly rest: (
    given: Order,
    ran: Pick<Ran, 'published' | 'commands'> & { readonly order: Order },
  ) => AtRest;
}

/** Makes the states of extensions out of their definitions. */
export function ownStates({ states, extensions }: Additions, complete: (order: Order) => Order): OwnStates {
  const within = new Map<string, readonly PlacedState[]>();
  for (const placed of states) {
    const key = `${placed.axis}.${placed.base}`;
    within.set(key, [...(within.get(key) ?? []), placed]);
  }
  const known = Object.fromEntries(
    axisNames.map((axis) => [
      axis,
      axisStates[axis].flatMap((base) => [
        base,
        ...(within.get(`${axis}.${base}`) ?? []).map(({ path }) => path),
      ]),
    ]),
  ) as unknown as OwnStates['states'];
  const sets = Object.fromEntries(axisNames.map((axis) => [axis, new Set(known[axis])])) as Record<
    Axis,
    Set<string>
  >;

  const project = (given: Order): Order => {
    const order = complete(given);
    const axes = order.axes as Paths;
    for (const axis of axisNames)
      if (!sets[axis].has(axes[axis]))
        throw unknownState(
          order,
          axis,
          axes[axis],
          extensions.map(({ name }) => name),
        );
    if (!axisNames.some((axis) => axes[axis].includes('.'))) return order;
    const names = Object.fromEntries(axisNames.map((axis) => [axis, baseName(axes[axis])]));
    return { ...order, axes: names as unknown as Axes };
  };
  /** Rules ask one after the other about the same order. */
  let last: { readonly order: Order; readonly base: Order } | null = null;
  const baseOf = (order: Order): Order => {
    if (last?.order !== order) last = { order, base: project(order) };
    return last.base;
  };
  const ownOf = (base: Order, axis: Axis): PlacedState | undefined =>
    within.get(`${axis}.${base.axes[axis]}`)?.find(({ state }) => state.when(base));
  const occupied = axisNames.filter((axis) => states.some((placed) => placed.axis === axis));

  return {
    states: known,
    baseOf,
    axesOf(base) {
      const own = occupied.flatMap((axis) => {
        const placed = ownOf(base, axis);
        return placed === undefined ? [] : [[axis, placed.path] as const];
      });
      return own.length === 0 ? base.axes : ({ ...base.axes, ...Object.fromEntries(own) } as unknown as Axes);
    },
    rest(given, { order: base, published, commands }) {
      const before = given.axes as Paths;
      const own = occupied.flatMap((axis) => ownOf(base, axis) ?? []);
      const axes = {
        ...base.axes,
        ...Object.fromEntries(own.map(({ axis, path }) => [axis, path])),
      } as unknown as Axes;
      const asked = own
        .filter(({ axis, path }) => before[axis] !== path)
        .map(({ state }) => state.enter?.(base) ?? {});
      return {
        order: own.length === 0 ? base : { ...base, axes },
        published: [
          ...withEdges(before.status, axes.status, published),
          ...(asked.flatMap((one) => one.published ?? []) as unknown as PublishedRef[]),
        ],
        commands: [...commands, ...(asked.flatMap((one) => one.commands ?? []) as unknown as CommandRef[])],
      };
    },
  };
}

const isEdge = ({ type }: PublishedRef) => type === 'order.status_changed';

/** The edges of the status as the composed order takes them: away from a state of an extension first, and into one last. */
function withEdges(from: string, to: string, published: readonly PublishedRef[]): readonly PublishedRef[] {
  const edges = published.filter(isEdge);
  const at = edges.at(-1)?.ref?.split('>')[1] ?? from;
  const entered: readonly PublishedRef[] =
    at === to ? [] : [{ type: 'order.status_changed', ref: `${at}>${to}` }];
  const [first] = edges;
  if (first === undefined || !from.includes('.'))
    return entered.length === 0 ? published : [...published, ...entered];
  const left: PublishedRef = { ...first, ref: `${from}>${first.ref?.split('>')[1]}` };
  return [...published.map((told) => (told === first ? left : told)), ...entered];
}

function unknownState(order: Order, axis: Axis, state: string, names: readonly string[]): OrderError {
  const known = names.length === 0 ? 'it has no extension' : `its extensions are ${names.join(', ')}`;
  return new OrderError(
    'INVARIANT_VIOLATED',
    `order ${order.number ?? order.id} is \`${state}\` on the axis ${axis}, a state that the composed order does not have: ${known}. Deploy the code whose extension has it; checkUpgrade counts such orders before a deploy.`,
    { retry: 'afterFix', details: { orderId: order.id, axis, state, extensions: names } },
  );
}
