import { type Diagram, diagram, toDot, toMermaid } from 'statecart/diagram';
import { describe, expect, it } from 'vitest';
import { given, type Life } from '../support/given.ts';
import { readMermaid } from './read-mermaid.ts';

const historyOf = (life: Life) => life.results.flatMap(({ history }) => history);
const journalOf = (life: Life) => life.results.flatMap(({ journal }) => journal);
const marked = ({ nodes }: Diagram, mark: 'current' | 'passed') =>
  nodes.filter((node) => node.mark === mark).map(({ id }) => id);
const taken = ({ edges }: Diagram) =>
  edges.filter((edge) => edge.taken).map(({ from, to }) => `${from}>${to}`);

describe('the diagram of an order', () => {
  it('marks where a draft stands', () => {
    const drawn = diagram(given().order);
    expect(marked(drawn, 'current')).toEqual(['draft']);
    expect(marked(drawn, 'passed')).toEqual([]);
    expect(taken(drawn)).toEqual([]);
  });

  it('marks the path that its history tells, with the events in their order', () => {
    const life = given().submit().settle();
    expect(life.axes.status).toBe('confirmed');
    const drawn = diagram(life.order, { history: historyOf(life) });
    expect(marked(drawn, 'current')).toEqual(['confirmed']);
    expect(marked(drawn, 'passed')).toEqual(['draft', 'pending']);
    expect(taken(drawn)).toEqual(['draft>pending', 'pending>confirmed']);
    const labels = drawn.edges.filter((edge) => edge.taken).map((edge) => edge.labels.at(-1));
    expect(labels).toEqual(['(1) order.submit', '(2) payment.captured']);
  });

  it('marks the path to a cancellation, and no other', () => {
    const life = given().submit().when({ type: 'order.cancel', reason: 'changed_mind' });
    const drawn = diagram(life.order, { history: historyOf(life) });
    expect(taken(drawn)).toEqual(['draft>pending', 'pending>cancelled']);
    expect(marked(drawn, 'current')).toEqual(['cancelled']);
  });

  it('lists where the order stands on the other axes, and what that needs', () => {
    const life = given().submit();
    const beside = diagram(life.order).nodes.find(({ id }) => id === 'beside');
    const { status: _status, ...others } = life.axes;
    expect(beside?.rows.map(([axis, state]) => [axis, state])).toEqual(Object.entries(others));
    expect(beside?.rows).toContainEqual(['stock', 'reserving', 'waits for an answer']);
  });

  it('marks the path on another axis, as the journal has it', () => {
    const life = given().submit().settle();
    const drawn = diagram(life.order, { axis: 'payment', journal: journalOf(life) });
    expect(marked(drawn, 'current')).toEqual([life.axes.payment]);
    const moves = journalOf(life)
      .flatMap(({ changes }) => changes)
      .filter((change) => change.startsWith('payment: '))
      .map((change) => change.slice('payment: '.length));
    expect(moves.length).toBeGreaterThan(1);
    expect(taken(drawn).toSorted()).toEqual(moves.toSorted());
    expect(drawn.edges.filter((edge) => edge.taken).every(({ shown }) => shown === 'line')).toBe(true);
  });

  it('draws a leap for which the machine has no transition of its own', () => {
    const life = given().submit().settle();
    const [entry] = journalOf(life);
    const leap = { ...entry!, type: 'payment.refunded', changes: ['payment: awaiting>refunded'] };
    const drawn = diagram(life.order, { axis: 'payment', journal: [leap] });
    expect(taken(drawn)).toEqual(['awaiting>refunded']);
  });

  it('shows position and path in Mermaid and in DOT', () => {
    const life = given().submit().settle();
    const drawn = diagram(life.order, { history: historyOf(life) });
    const { nodes, edges, styled } = readMermaid(toMermaid(drawn));
    expect(nodes.get('n_confirmed')?.className).toBe('current');
    expect(nodes.get('n_pending')?.className).toBe('passed');
    expect(nodes.get('n_shipped')?.className).toBe('open');
    const thick = edges.flatMap(({ line }, index) => (line === '==>' ? [index] : []));
    expect(thick).toHaveLength(2);
    expect(styled).toEqual(expect.arrayContaining(thick));
    const lines = toDot(drawn).split('\n');
    expect(lines.find((line) => line.includes('"confirmed" ['))).toContain('penwidth=2.5');
    expect(lines.filter((line) => line.includes('->') && line.includes('penwidth=2.4'))).toHaveLength(2);
  });
});
