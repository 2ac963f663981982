import type { Diagram, DiagramEdge, DiagramNode } from '../diagram.ts';
import { boxLabel, edgeLabel, pictureLabel, tableLabel } from './dot-labels.ts';
import { attributes, quoted } from './dot-text.ts';
import { smallPrint } from './listed.ts';
import { lastPartFirst } from './parts.ts';
import { inks, marks, paints, text } from './theme.ts';

/**
 * Graphviz in WebAssembly has no fonts: it knows the widths of a few by name, and this is the one that every machine has,
 * or has a font of the same widths for. Of a list of fonts it would know nothing, and texts would stand out of their boxes.
 */
const font = 'Helvetica';

/**
 * The diagram in Graphviz's language, for any Graphviz. No package is needed.
 *
 * @example
 * import { axisDiagram, toDot } from 'statecart/diagram';
 * console.log(toDot(axisDiagram('stock'))); // … | dot -Tsvg > stock.svg
 */
export function toDot(diagram: Diagram): string {
  const lines = [
    `digraph ${quoted(diagram.title)} {`,
    `  graph ${attributes({
      rankdir: diagram.direction === 'right' ? 'LR' : 'TB',
      bgcolor: 'white',
      fontname: font,
      fontsize: 11,
      fontcolor: text.main,
      pad: 0.3,
      nodesep: 0.3,
      ranksep: 0.5,
      compound: true,
      labelloc: 'b',
      label: pictureLabel(diagram),
    })}`,
    `  node ${attributes({ fontname: font, fontsize: 13, fontcolor: text.main, margin: '0.16,0.08', height: 0.4 })}`,
    `  edge ${attributes({ fontname: font, fontsize: 10, fontcolor: text.small, color: inks.plain, arrowsize: 0.7 })}`,
    ...contentOf(diagram, null, '  '),
    ...diagram.edges.filter(({ shown }) => shown === 'line').map((edge) => `  ${arrow(diagram, edge)}`),
    '}',
  ];
  return `${lines.join('\n')}\n`;
}

function contentOf(diagram: Diagram, within: string | null, indent: string): readonly string[] {
  return [
    ...nodesIn(diagram, within).map((node) => `${indent}${box(diagram, node)}`),
    ...diagram.groups
      .filter(({ group }) => group === within)
      .flatMap(({ id, label }) => [
        `${indent}subgraph ${quoted(`cluster ${id}`)} {`,
        `${indent}  graph ${attributes({ label, labelloc: 't', labeljust: 'l', style: 'rounded', color: paints.plain.stroke, fontsize: 11, fontcolor: text.small, margin: 12 })}`,
        ...contentOf(diagram, id, `${indent}  `),
        `${indent}}`,
      ]),
  ];
}

function nodesIn(diagram: Diagram, within: string | null): readonly DiagramNode[] {
  if (within === null && diagram.direction === 'right') return lastPartFirst(diagram);
  return diagram.nodes.filter(({ group }) => group === within);
}

function box(diagram: Diagram, node: DiagramNode): string {
  const id = quoted(node.id);
  if (node.kind === 'start') {
    const dot = {
      shape: 'circle',
      label: '',
      width: 0.16,
      height: 0.16,
      style: 'filled',
      fillcolor: text.main,
    };
    return `${id} ${attributes(dot)}`;
  }
  const paint = paintOf(node);
  if (node.kind === 'table') return `${id} ${attributes({ shape: 'plain', label: tableLabel(node, paint) })}`;
  return `${id} ${attributes({
    shape: 'box',
    style: node.kind === 'state' ? 'rounded,filled' : 'filled',
    fillcolor: paint.fill,
    color: paint.stroke,
    penwidth: node.mark === 'current' ? 2.5 : node.mark === 'passed' ? 1.8 : 1,
    ...(node.final ? { peripheries: 2 } : {}),
    label: boxLabel(node, smallPrint(diagram, node)),
  })}`;
}

function paintOf({ tone, mark }: DiagramNode) {
  if (mark === 'current') return { fill: marks.currentFill, stroke: marks.current };
  if (mark === 'passed') return { fill: paints[tone].fill, stroke: marks.passed };
  return paints[tone];
}

function arrow(diagram: Diagram, edge: DiagramEdge): string {
  const { labels, tone, course, span, taken } = edge;
  const color = taken ? marks.passed : inks[tone];
  // An arrow back is laid out as one onward whose head is at its other end: so it does not turn the layout round.
  const [tail, head] = course === 'back' ? [edge.to, edge.from] : [edge.from, edge.to];
  const ends = [endOf(diagram, tail, 'ltail'), endOf(diagram, head, 'lhead')] as const;
  return `${quoted(ends[0].id)} -> ${quoted(ends[1].id)} ${attributes({
    ...ends[0].frame,
    ...ends[1].frame,
    ...(course === 'back' ? { dir: 'back' } : {}),
    ...(course === 'straight' ? { weight: 12 } : {}),
    ...(span === 1 ? {} : { minlen: span }),
    ...(labels.length === 0 ? {} : { label: edgeLabel(labels) }),
    ...(tone === 'plain' && !taken ? {} : { color, fontcolor: color }),
    ...(tone === 'attention' ? { style: 'dashed' } : {}),
    ...(taken ? { penwidth: 2.4 } : {}),
  })}`;
}

/** An arrow from or to a frame is one from or to a box in it, cut at the frame. */
function endOf(diagram: Diagram, id: string, side: 'ltail' | 'lhead') {
  if (!diagram.groups.some((group) => group.id === id)) return { id, frame: {} };
  const inside = firstIn(diagram, id);
  return { id: inside ?? id, frame: { [side]: `cluster ${id}` } };
}

function firstIn({ nodes, groups }: Diagram, id: string): string | undefined {
  const own = nodes.find(({ group }) => group === id)?.id;
  if (own !== undefined) return own;
  for (const inner of groups.filter(({ group }) => group === id)) {
    const found = firstIn({ nodes, groups } as Diagram, inner.id);
    if (found !== undefined) return found;
  }
  return undefined;
}
