import { axisDiagram, type Diagram } from 'statecart/diagram';
import { isOrderError } from 'statecart/errors';
import { axisNames, axisStates } from 'statecart/machine';
import { chartEdges } from 'statecart/testing';
import { describe, expect, it } from 'vitest';

const moves = ({ edges }: Diagram) =>
  edges.filter(({ from }) => from !== 'start').map(({ from, to }) => `${from}>${to}`);

describe.each(axisNames)('the diagram of the axis %s', (axis) => {
  const drawn = axisDiagram(axis);

  it('holds every state', () => {
    expect(drawn.nodes.filter(({ kind }) => kind === 'state').map(({ id }) => id)).toEqual(axisStates[axis]);
  });

  it('holds every transition of the machine but those through the choice state', () => {
    const declared = chartEdges().filter(
      (edge) => edge.axis === axis && edge.from !== 'settling' && edge.to !== 'settling',
    );
    expect(declared.length).toBeGreaterThan(0);
    expect(moves(drawn).toSorted()).toEqual(declared.map(({ from, to }) => `${from}>${to}`).toSorted());
  });

  it('draws a line to every state, or says how else it is reached', () => {
    const lonely = drawn.nodes.filter(
      ({ id, kind, rows }) =>
        kind === 'state' &&
        !drawn.edges.some(({ to, shown }) => to === id && shown === 'line') &&
        !rows.flat().includes('reached through settling'),
    );
    expect(lonely).toEqual([]);
  });

  it('draws every transition as a line when asked to', () => {
    const full = axisDiagram(axis, { lines: 'all' });
    expect(full.edges.every(({ shown }) => shown === 'line')).toBe(true);
    expect(moves(full)).toEqual(moves(drawn));
  });
});

describe('the diagram of a large axis', () => {
  const drawn = axisDiagram('payment');

  it('draws what shows its shape, and lists the rest', () => {
    const shown = new Map(drawn.edges.map(({ from, to, shown: how }) => [`${from}>${to}`, how]));
    for (const way of [
      'awaiting>authorizing',
      'authorizing>authorized',
      'authorized>capturing',
      'capturing>captured',
    ])
      expect([way, shown.get(way)]).toEqual([way, 'line']);
    for (const way of ['awaiting>captured', 'unknown>captured', 'captured>partially_refunded'])
      expect([way, shown.get(way)]).toEqual([way, 'listed']);
  });

  it('tells in notes what stands behind the states, and what it begins', () => {
    expect(drawn.notes.join('\n')).toContain('settling');
    expect(drawn.notes.join('\n')).toContain('payment.authorize');
  });

  it('is coloured by the tags of the machine', () => {
    const tones = new Map(drawn.nodes.map(({ id, tone }) => [id, tone]));
    expect(tones.get('authorizing')).toBe('waiting');
    expect(tones.get('unknown')).toBe('attention');
    expect(tones.get('captured')).toBe('plain');
  });
});

it('names the axes there are when it is asked for one that there is not', () => {
  const error = (() => {
    try {
      return axisDiagram('weather');
    } catch (caught) {
      return caught;
    }
  })();
  expect(isOrderError(error, 'OPTIONS_INVALID')).toBe(true);
  expect((error as Error).message).toContain('status, payment, stock, fulfillment, returns, review');
});
