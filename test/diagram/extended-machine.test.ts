import { instance } from '@viz-js/viz';
import { axisDiagram, diagram, statusDiagram, toMermaid, toSvg } from 'statecart/diagram';
import { orderMachine } from 'statecart/machine';
import { describe, expect, it } from 'vitest';
import { type AnyStateMachine, createMachine } from 'xstate';
import { given } from '../support/given.ts';
import { readMermaid } from './read-mermaid.ts';

interface Config {
  readonly states: Readonly<Record<string, { readonly states: Readonly<Record<string, object>> }>>;
}

/** The order machine with a status of its own, in which others stand, and with one more way to get there. */
function extended(): AnyStateMachine {
  const base = orderMachine.config as unknown as Config;
  const { status } = base.states;
  const states = {
    ...status?.states,
    engraving: {
      tags: ['open', 'placed'],
      initial: 'drawing',
      states: {
        drawing: { on: { 'engraving.drawn': { target: 'cutting' } } },
        cutting: { always: { guard: 'isReadyToPack', target: '#order.status.processing' } },
      },
    },
    confirmed: {
      ...status?.states['confirmed'],
      on: { 'engraving.begun': { target: 'engraving', description: 'the engraver has begun' } },
    },
  };
  return createMachine({ ...base, states: { ...base.states, status: { ...status, states } } } as never);
}

describe('a machine that was extended', () => {
  const machine = extended();
  const drawn = statusDiagram({ machine });

  it('draws its added states, those that stand in others in a frame', () => {
    expect(drawn.groups).toEqual([{ id: 'engraving', label: 'engraving', group: null }]);
    expect(drawn.nodes.find(({ id }) => id === 'engraving.cutting')).toMatchObject({
      label: 'cutting',
      group: 'engraving',
      tone: 'open',
    });
  });

  it('draws its added transitions in the words that it has for them', () => {
    const labels = (from: string, to: string) =>
      drawn.edges.find((edge) => edge.from === from && edge.to === to)?.labels.join(' ');
    expect(labels('confirmed', 'engraving')).toBe('the engraver has begun');
    expect(labels('engraving.drawing', 'engraving.cutting')).toBe('engraving.drawn');
    expect(labels('engraving.cutting', 'processing')).toBe('ready to pack');
  });

  it('keeps what the base has', () => {
    const base = statusDiagram();
    const ids = drawn.nodes.map(({ id }) => id);
    expect(base.nodes.filter(({ id }) => !ids.includes(id))).toEqual([]);
    expect(axisDiagram('stock', { machine })).toEqual(axisDiagram('stock'));
  });

  it('can be rendered, with arrows that end at the frame', async () => {
    const svg = toSvg(drawn, await instance());
    expect(svg).toContain('<title>cluster engraving</title>');
    const mermaid = readMermaid(toMermaid(drawn));
    expect(mermaid.edges).toContainEqual(expect.objectContaining({ from: 'n_confirmed', to: 'n_engraving' }));
    expect(mermaid.subgraphs.get('n_engraving')).toEqual(['n_engraving_drawing', 'n_engraving_cutting']);
  });

  it('marks an order in a state that only it has', () => {
    const { order } = given();
    const moved = {
      ...order,
      axes: { ...order.axes, status: 'engraving.cutting' },
    } as unknown as typeof order;
    const current = diagram(moved, { machine }).nodes.filter(({ mark }) => mark === 'current');
    expect(current.map(({ id }) => id)).toEqual(['engraving.cutting']);
    expect(() => diagram(moved)).toThrow(
      '`engraving.cutting` on the axis status, a state that the machine "order" does not have',
    );
  });
});

it('an axis on which every state leads to every other is drawn, too', () => {
  const names = Array.from({ length: 40 }, (_, index) => `state${index}`);
  const states = Object.fromEntries(
    names.map((name) => [name, { on: Object.fromEntries(names.map((to) => [`go.${to}`, to])) }]),
  );
  const machine = createMachine({ type: 'parallel', states: { crowd: { initial: 'state0', states } } });
  const drawn = axisDiagram('crowd', { machine });
  const own = drawn.edges.filter(({ from }) => from !== 'start');
  expect(own).toHaveLength(40 * 40);
  expect(own.filter(({ shown }) => shown === 'line').map(({ from, to }) => `${from}>${to}`)).toContain(
    'state7>state8',
  );
  expect(own.filter(({ shown }) => shown === 'line').length).toBeLessThan(150);
});
