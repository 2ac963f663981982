import type { Diagram, DiagramNode } from '../diagram.ts';

/**
 * The nodes that stand in no group, part by part of the diagram, the last part first: Graphviz stacks parts that do not
 * hang together from the bottom to the top when arrows lead to the right.
 */
export function lastPartFirst({ nodes, edges }: Diagram): readonly DiagramNode[] {
  const parts: Set<string>[] = [];
  for (const { id } of nodes) {
    const near = new Set([
      id,
      ...edges.flatMap(({ from, to }) => (from === id || to === id ? [from, to] : [])),
    ]);
    const [first = new Set<string>(), ...others] = parts.filter((part) =>
      [...near].some((one) => part.has(one)),
    );
    for (const one of [...near, ...others.flatMap((part) => [...part])]) first.add(one);
    for (const part of others) parts.splice(parts.indexOf(part), 1);
    if (!parts.includes(first)) parts.push(first);
  }
  const free = nodes.filter(({ group }) => group === null);
  return parts.toReversed().flatMap((part) => free.filter(({ id }) => part.has(id)));
}
