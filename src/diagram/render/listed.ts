import type { Diagram, DiagramNode } from '../diagram.ts';
import { wrap } from '../words.ts';

/** The small print of a node: its own rows, then where its listed edges lead. */
export function smallPrint(diagram: Diagram, node: DiagramNode): readonly (readonly string[])[] {
  const targets = diagram.edges.filter(({ from, shown }) => from === node.id && shown === 'listed');
  if (targets.length === 0) return node.rows;
  const label = (id: string) => diagram.nodes.find((other) => other.id === id)?.label ?? id;
  const lines = wrap(targets.map(({ to }) => label(to)).join(', '), 32);
  return [...node.rows, ...lines.map((line, index) => [index === 0 ? `→ ${line}` : line])];
}
