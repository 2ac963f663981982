import { axisNames, axisStates, orderMachine } from 'statecart/machine';
import { describe, expect, test } from 'vitest';
import { createMachine } from 'xstate';
import { compileChart } from '../../../src/machine/chart/compile.ts';
import { runChart } from '../../../src/machine/chart/run.ts';
import { given } from '../../support/given.ts';

type Part = Record<string, unknown>;
/** A machine of two regions, with something changed in the first. */
const machineWith = (state: Part, region: Part = {}, root: Part = {}) =>
  createMachine({
    type: 'parallel',
    states: {
      first: { initial: 'a', states: { a: state, b: {} }, ...region },
      second: { initial: 'c', states: { c: {} } },
    },
    ...root,
  } as never);

describe('the tables of the statechart', () => {
  test('hold every state of every axis, and every event that it takes', () => {
    const chart = compileChart(orderMachine);
    if (chart === null) throw new Error('the statechart is not of the shape that the tables hold');
    expect([...chart.keys()]).toEqual(axisNames);
    for (const axis of axisNames) {
      const states = [...(chart.get(axis)?.keys() ?? [])].filter((state) => state !== 'settling');
      expect(states).toEqual(axisStates[axis]);
    }
    const events = new Set(
      [...chart.values()].flatMap((places) => [...places.values()].flatMap(({ on }) => [...on.keys()])),
    );
    expect([...events].sort()).toEqual(
      orderMachine.events
        .map(String)
        .filter((type) => type !== '')
        .sort(),
    );
  });

  test.each([
    ['a nested state', { initial: 'x', states: { x: {} } }, {}, {}],
    ['an action that is none of ours', { entry: 'sing' }, {}, {}],
    ['a guard that is none of ours', { on: { go: { guard: 'sunny', target: 'b' } } }, {}, {}],
    ['an inline action', { entry: () => undefined }, {}, {}],
    ['an exit action', { exit: 'record' }, {}, {}],
    ['a delayed transition', { after: { 10: 'b' } }, {}, {}],
    ['a called actor', { invoke: { src: 'clock' } }, {}, {}],
    ['a wildcard', { on: { '*': 'b' } }, {}, {}],
    ['a final state', { type: 'final' }, {}, {}],
    ['an eventless transition of a region', {}, { always: { guard: 'due', target: '.b' } }, {}],
    ['a transition of the root', {}, {}, { on: { go: '.first.b' } }],
  ] as [string, Part, Part, Part][])('leave a statechart with %s to XState', (_what, state, region, root) => {
    expect(compileChart(machineWith(state, region, root))).toBeNull();
  });

  test('do not run an order whose state they do not have', () => {
    const { order } = given();
    const chart = compileChart(machineWith({})) as NonNullable<ReturnType<typeof compileChart>>;
    expect(() => runChart(chart, order, { type: 'go' })).toThrow(
      /is `` on the axis first, which this statechart does not have/,
    );
  });

  test('stop a statechart that never rests', () => {
    const { order } = given();
    const spinning = machineWith(
      { always: { target: 'b' } },
      { states: { a: { always: 'b' }, b: { always: 'a' } } },
    );
    const chart = compileChart(spinning) as NonNullable<ReturnType<typeof compileChart>>;
    const placed = { ...order, axes: { ...order.axes, first: 'a', second: 'c' } };
    expect(() => runChart(chart, placed, { type: 'go' })).toThrow(/never comes to rest after go/);
  });
});
