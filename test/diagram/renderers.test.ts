import { instance } from '@viz-js/viz';
import {
  axisDiagram,
  type Diagram,
  edge,
  node,
  rulesDiagram,
  statusDiagram,
  toDot,
  toMermaid,
  toSvg,
} from 'statecart/diagram';
import { axisNames, requestTypes, rules } from 'statecart/machine';
import { describe, expect, it } from 'vitest';
import { readMermaid } from './read-mermaid.ts';

const nasty: Diagram = {
  title: 'A "title": with <signs> & #more',
  direction: 'right',
  groups: [{ id: 'a frame', label: 'a "frame" <1>', group: null }],
  nodes: [
    node({ id: 'end', label: 'end' }),
    node({ id: 'a.b', label: '"quoted" <b> & `ticked` #1', group: 'a frame', rows: [['x < y', '"z"']] }),
    node({ id: 'a_b', label: 'back\\slash', final: true, kind: 'box' }),
    node({ id: 'table', label: 'a table', kind: 'table', rows: [['', 'a', 'b & c']] }),
  ],
  edges: [
    edge({ from: 'end', to: 'a.b', labels: ['"if" a < b', 'and c'] }),
    edge({ from: 'a.b', to: 'a_b', course: 'back', tone: 'attention' }),
    edge({ from: 'a frame', to: 'table' }),
    edge({ from: 'a_b', to: 'end', shown: 'listed' }),
  ],
  legend: [{ tone: 'open', label: 'a & b' }],
  notes: ['A <note>.'],
};
const all: readonly (readonly [string, Diagram])[] = [
  ['of the statuses', statusDiagram()],
  ...axisNames.map((axis) => [`of the axis ${axis}`, axisDiagram(axis)] as const),
  ['of the rules', rulesDiagram()],
  ['full of signs that mean something', nasty],
];

describe.each(all)('the diagram %s', (_name, drawn) => {
  const lines = drawn.edges.filter(({ shown }) => shown === 'line');

  it('is Mermaid, with every node and every line', () => {
    const read = readMermaid(toMermaid(drawn));
    expect(read.title).toBe(drawn.title);
    expect(read.nodes.size).toBe(drawn.nodes.length);
    expect(read.edges).toHaveLength(lines.length);
    expect(read.subgraphs.size).toBe(drawn.groups.length);
  });

  it('is drawn by Graphviz, with every node and every line', async () => {
    const viz = await instance();
    const svg = toSvg(drawn, viz);
    expect(svg.startsWith('<svg ')).toBe(true);
    expect([...svg.matchAll(/class="node"/g)]).toHaveLength(drawn.nodes.length);
    expect([...svg.matchAll(/class="edge"/g)]).toHaveLength(lines.length);
    expect(viz.render(toDot(drawn), { format: 'svg' }).errors).toEqual([]);
    expect(toSvg(drawn, await instance())).toBe(svg);
  });

  it('says in the box that it leaves where each listed edge leads', () => {
    const read = readMermaid(toMermaid(drawn));
    const boxes = [...read.nodes.values()];
    for (const { from, to } of drawn.edges.filter(({ shown }) => shown === 'listed')) {
      const index = drawn.nodes.findIndex(({ id }) => id === from);
      const target = drawn.nodes.find(({ id }) => id === to)?.label ?? '';
      const grouped = [
        ...drawn.nodes.filter(({ group }) => group === null),
        ...drawn.nodes.filter(({ group }) => group !== null),
      ];
      expect(boxes[grouped.indexOf(drawn.nodes[index]!)]?.label).toContain(target);
    }
  });
});

describe('the diagram of the rules', () => {
  const drawn = rulesDiagram();

  it('leads every request to the axis that takes it, past every rule that may refuse it', () => {
    expect(drawn.edges.map(({ from }) => from).toSorted()).toEqual(requestTypes.toSorted());
    for (const { from, labels } of drawn.edges) {
      const own = rules.filter(({ on }) => on.some((type) => type === from));
      expect(own.length).toBeGreaterThan(0);
      expect(labels.filter((line) => /^[•◆] /.test(line))).toHaveLength(own.length);
      const said = labels.map((line) => line.replace(/^[•◆]/, '').trim()).join(' ');
      for (const { about } of own) expect(said).toContain(about);
    }
    expect(drawn.edges.find(({ from }) => from === 'payment.refund')?.to).toBe('axis:payment');
    expect(drawn.edges.find(({ from }) => from === 'order.submit')?.to).toBe('axis:status');
  });
});
