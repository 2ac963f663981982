import type { Diagram, DiagramEdge, DiagramGroup, DiagramNode } from '../diagram.ts';
import { smallPrint } from './listed.ts';
import { inks, marks, paints, text } from './theme.ts';

/**
 * The diagram as Mermaid text, a flowchart: GitHub and GitLab draw it where it stands in Markdown, and so do many
 * editors. No package is needed.
 *
 * @example
 * import { statusDiagram, toMermaid } from 'statecart/diagram';
 * const markdown = ['```mermaid', toMermaid(statusDiagram()), '```'].join('\n');
 */
export function toMermaid(diagram: Diagram): string {
  const names = namesOf(diagram);
  const edges = diagram.edges.filter(({ shown }) => shown === 'line');
  return [
    '---',
    `title: ${JSON.stringify(diagram.title)}`,
    '---',
    `flowchart ${diagram.direction === 'right' ? 'LR' : 'TB'}`,
    ...contentOf(diagram, null, names, '  '),
    ...edges.map((edge) => `  ${arrow(edge, names)}`),
    ...classes(diagram),
    ...edges.flatMap((edge, index) => linkStyle(edge, index)),
  ].join('\n');
}

/** Mermaid takes few signs in an id, and some words (`end`) not at all. */
function namesOf({ nodes, groups }: Diagram): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  const used = new Set<string>();
  for (const { id } of [...groups, ...nodes]) {
    const base = `n_${id.replaceAll(/[^A-Za-z0-9]/g, '_')}`;
    let name = base;
    for (let count = 2; used.has(name); count += 1) name = `${base}_${count}`;
    used.add(name);
    names.set(id, name);
  }
  return names;
}

type Names = ReadonlyMap<string, string>;

function contentOf(diagram: Diagram, within: string | null, names: Names, indent: string): readonly string[] {
  const inner = ({ id, label }: DiagramGroup) => [
    `${indent}subgraph ${names.get(id)}["${escaped(label)}"]`,
    ...contentOf(diagram, id, names, `${indent}  `),
    `${indent}end`,
  ];
  return [
    ...diagram.nodes
      .filter(({ group }) => group === within)
      .map((node) => `${indent}${box(diagram, node, names)}`),
    ...diagram.groups.filter(({ group }) => group === within).flatMap(inner),
  ];
}

function box(diagram: Diagram, node: DiagramNode, names: Names): string {
  const name = names.get(node.id);
  if (node.kind === 'start') return `${name}((" ")):::start`;
  const rows = smallPrint(diagram, node).map(
    (cells) => `<small>${escaped(cells.filter(Boolean).join(' · '))}</small>`,
  );
  const label = `"${[escaped(node.label), ...rows].join('<br/>')}"`;
  const shaped = node.final ? `([${label}])` : node.kind === 'state' ? `(${label})` : `[${label}]`;
  return `${name}${shaped}:::${node.mark ?? node.tone}`;
}

function arrow({ from, to, labels, tone, taken }: DiagramEdge, names: Names): string {
  const line = taken ? '==>' : tone === 'attention' ? '-.->' : '-->';
  const label = labels.length === 0 ? '' : `|"${labels.map(escaped).join('<br/>')}"|`;
  return `${names.get(from)} ${line}${label} ${names.get(to)}`;
}

function classes({ nodes }: Diagram): readonly string[] {
  const used = new Set(nodes.map(({ kind, mark, tone }) => (kind === 'start' ? 'start' : (mark ?? tone))));
  const styles = [
    ...Object.entries(paints).map(([tone, { fill, stroke }]) => [
      tone,
      `fill:${fill},stroke:${stroke},color:${text.main}`,
    ]),
    ['start', `fill:${text.main},stroke:${text.main}`],
    ['current', `fill:${marks.currentFill},stroke:${marks.current},stroke-width:3px,color:${text.main}`],
    ['passed', `fill:${paints.plain.fill},stroke:${marks.passed},stroke-width:2px,color:${text.main}`],
  ] as const;
  return styles
    .filter(([name]) => used.has(name as never))
    .map(([name, style]) => `  classDef ${name} ${style}`);
}

function linkStyle({ tone, taken }: DiagramEdge, index: number): readonly string[] {
  if (taken) return [`  linkStyle ${index} stroke:${marks.passed},stroke-width:3px`];
  return tone === 'plain' ? [] : [`  linkStyle ${index} stroke:${inks[tone]}`];
}

/** As Mermaid writes signs in quoted text. A backtick or a digit with a full stop would make it Markdown. */
function escaped(label: string): string {
  const codes: Readonly<Record<string, string>> = {
    '#': '#35;',
    '"': '#quot;',
    '<': '#lt;',
    '>': '#gt;',
    '&': '#amp;',
    '`': '#96;',
  };
  return label.trim().replaceAll(/[#"<>&`]/g, (sign) => codes[sign] ?? sign);
}
