import { type Diagram, statusDiagram } from 'statecart/diagram';
import { axisStates, type Order, orderMachine } from 'statecart/machine';
import { chartEdges } from 'statecart/testing';
import { describe, expect, it } from 'vitest';
import { given } from '../support/given.ts';

const moves = ({ edges }: Diagram) =>
  edges.filter(({ from }) => from !== 'start').map(({ from, to }) => `${from}>${to}`);

describe('the diagram of the statuses', () => {
  const drawn = statusDiagram();

  it('holds every status and no other, in the order of life', () => {
    expect(drawn.nodes.filter(({ kind }) => kind === 'state').map(({ id }) => id)).toEqual(axisStates.status);
  });

  it('holds every transition of the machine, each as a line', () => {
    const declared = chartEdges().filter(({ axis }) => axis === 'status');
    expect(moves(drawn).toSorted()).toEqual(declared.map(({ from, to }) => `${from}>${to}`).toSorted());
    expect(drawn.edges.every(({ shown }) => shown === 'line')).toBe(true);
  });

  it('says in words what leads along each line', () => {
    const words = new Map(drawn.edges.map(({ from, to, labels }) => [`${from}>${to}`, labels.join(' ')]));
    expect(words.get('draft>pending')).toBe('order.submit');
    expect(words.get('pending>confirmed')).toBe('stock, review and payment are fine');
    expect(drawn.edges.filter(({ from, labels }) => from !== 'start' && labels.length === 0)).toEqual([]);
    expect([...words.values()].join(' ')).not.toMatch(/\b(is|has)[A-Z]/);
  });

  it('gives the names of the conditions when asked for them', () => {
    const named = statusDiagram({ labels: 'names' });
    const ways = orderMachine.states['status']?.states['pending']?.always ?? [];
    expect(ways).toHaveLength(3);
    for (const { guard, target } of ways) {
      const line = named.edges.find(({ from, to }) => from === 'pending' && to === target?.[0]?.key);
      expect(line?.labels).toEqual([(guard as { params?: { condition: string } }).params?.condition]);
    }
  });

  it('begins at the draft and shows where nothing comes after', () => {
    expect(drawn.edges.filter(({ from }) => from === 'start').map(({ to }) => to)).toEqual(['draft']);
    expect(drawn.nodes.filter(({ final }) => final).map(({ id }) => id)).toEqual(['refunded', 'failed']);
  });

  it('lists the requests that the rules allow for the orders it is given', () => {
    const orders: Order[] = [given().order, given().submit().order];
    const rows = new Map(statusDiagram({ orders }).nodes.map(({ id, rows: own }) => [id, own.flat()]));
    expect(rows.get('draft')).toEqual(['draft.edit', 'draft.touch', 'order.submit', 'order.cancel']);
    expect(rows.get('pending')).toContain('order.cancel');
    expect(rows.get('pending')).not.toContain('order.submit');
    expect(rows.get('delivered')).toEqual([]);
  });
});
