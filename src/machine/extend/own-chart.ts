import { type AnyMachineSnapshot, type AnyStateMachine, createMachine } from 'xstate';
import { type Axis, axisNames, baseName } from '../axes.ts';
import { type Effect, effects, guards, type OrderContext } from '../chart/behaviour.ts';
import { type Chart, compileChart } from '../chart/compile.ts';
import type { OrderEvent } from '../events/index.ts';
import { orderMachine } from '../machine.ts';
import type { Order } from '../order.ts';
import { action, command } from '../setup.ts';
import type { Additions, PlacedState } from './collect.ts';
import type { OwnStates } from './own-states.ts';
import { otherwise } from './paths.ts';

type Config = Readonly<Record<string, unknown>>;
type Recording = (context: OrderContext, event: OrderEvent) => Effect;

/** The statechart of a composed order. */
interface OwnChart {
  /** With the states of extensions: for diagrams, and for plain actors. */
  readonly machine: AnyStateMachine;
  /** What runs: the base's states; those of extensions are looked up at rest. */
  readonly chart: Chart;
}

/** Composes the statechart. */
export function ownChart(additions: Additions, states: OwnStates, record: Recording): OwnChart {
  const implementations = implementationsOf(additions, states, record);
  const make = (regions: Config): AnyStateMachine =>
    createMachine(
      { ...orderMachine.config, states: regions } as never,
      implementations as never,
    ) as AnyStateMachine;
  const flat = regionsOf(additions, (region) => region);
  const chart = compileChart(make(flat), { ...effects, record });
  if (chart === null) throw new RangeError('the composed statechart is not of the shape that is compiled');
  return {
    chart,
    machine: make(
      regionsOf(additions, (region, axis) => ({
        ...region,
        states: nested(
          (region['states'] ?? {}) as Config,
          additions.states.filter((placed) => placed.axis === axis),
        ),
      })),
    ),
  };
}

/** The regions of the base, each with the events and the deadlines of extensions that it takes. */
function regionsOf({ axisOf, deadlines }: Additions, finish: (region: Config, axis: Axis) => Config): Config {
  const base = orderMachine.config.states as unknown as Record<Axis, Config>;
  return Object.fromEntries(
    axisNames.map((axis) => {
      const names = [...axisOf].filter(([, where]) => where === axis).map(([name]) => name);
      const due = names.filter((name) => Object.hasOwn(deadlines, name));
      const events = names.filter((name) => !Object.hasOwn(deadlines, name));
      const on = (base[axis]['on'] ?? {}) as Config;
      const reached = [on['deadline.reached'] ?? []].flat();
      const own = { guard: { type: 'deadlineIs', params: { names: due } }, actions: 'record' };
      const region = {
        ...base[axis],
        on: {
          ...on,
          ...Object.fromEntries(events.map((type) => [type, { actions: 'record' }])),
          ...(due.length === 0 ? {} : { 'deadline.reached': [...reached, own] }),
        },
      };
      return [axis, finish(region, axis)];
    }),
  );
}

/** The states of a region, with those of extensions in them: an order is in the first that says so, and otherwise in none. */
function nested(base: Config, placed: readonly PlacedState[]): Config {
  return Object.fromEntries(
    Object.entries(base).map(([name, state]) => {
      const own = placed.filter((candidate) => candidate.base === name);
      return [name, own.length === 0 ? state : { ...(state as Config), ...childrenOf(own) }];
    }),
  );
}

function childrenOf(own: readonly PlacedState[]): Config {
  const isIn = ({ axis, path }: PlacedState) => ({ type: 'ownStateIs', params: { axis, path } });
  const to = (from: string) =>
    own
      .filter(({ name }) => name !== from)
      .map((placed) => ({ guard: isIn(placed), target: placed.name, description: placed.state.about }));
  const { axis } = own[0] as PlacedState;
  const back = {
    guard: { type: 'ownStateIs', params: { axis, path: null } },
    target: otherwise,
    description: 'no longer',
  };
  const children = own.map((placed) => [
    placed.name,
    {
      description: placed.state.about,
      always: [...to(placed.name), back],
      entry: { type: 'enterOwn', params: { axis, path: placed.path } },
    },
  ]);
  return {
    initial: otherwise,
    states: { [otherwise]: { always: to(otherwise) }, ...Object.fromEntries(children) },
  };
}

type Args = { readonly context: OrderContext; readonly event: OrderEvent };
interface Place {
  readonly axis: Axis;
  readonly path: string | null;
}

function implementationsOf({ commands, states: placed }: Additions, states: OwnStates, record: Recording) {
  const pathIn = (order: Order, axis: Axis): string | null => {
    const path: string = states.axesOf(order)[axis];
    return path.includes('.') ? path : null;
  };
  return {
    guards: {
      ...bound(guards),
      ownStateIs: ({ context }: Args, { axis, path }: Place) => pathIn(context.order, axis) === path,
    },
    actions: {
      ...Object.fromEntries(
        Object.entries({ ...effects, record }).map(([name, effect]) => [name, action(effect as never)]),
      ),
      ...Object.fromEntries(
        Object.keys(orderMachine.implementations.actions ?? {})
          .filter((name) => !Object.hasOwn(effects, name))
          .map((name) => [name, command]),
      ),
      ...Object.fromEntries(Object.keys(commands).map((type) => [type, command])),
      enterOwn: action<Place>(({ order }, _event, { axis, path }) => {
        const { state } =
          placed.find((candidate) => candidate.axis === axis && candidate.path === path) ?? {};
        const { commands: asked = [], published = [] } = state?.enter?.(order) ?? {};
        const edge = { type: 'order.status_changed', ref: `${order.axes[axis]}>${path}` };
        return {
          context: {},
          commands: asked,
          published: [...(axis === 'status' ? [edge] : []), ...published],
        } as unknown as Effect;
      }),
    },
  };
}

/** Guards as XState calls them. */
function bound(all: typeof guards) {
  return Object.fromEntries(
    Object.entries(all).map(([name, guard]) => [
      name,
      ({ context, event }: Args, params: never) =>
        (guard as (...args: unknown[]) => boolean)(context, event, params),
    ]),
  );
}

/** A snapshot of the composed statechart: the order in its context has the base's states, the value has all. */
export function snapshotIn(machine: AnyStateMachine, states: OwnStates, order: Order): AnyMachineSnapshot {
  const value = Object.fromEntries(
    axisNames.map((axis) => {
      const path: string = order.axes[axis];
      const base = baseName(path);
      const isLeaf = states.states[axis].every((state) => !state.startsWith(`${base}.`));
      return [axis, isLeaf ? path : { [base]: path === base ? otherwise : path.slice(base.length + 1) }];
    }),
  );
  return machine.resolveState({
    value,
    context: { order: states.baseOf(order), outcome: null, anomaly: null },
  });
}
