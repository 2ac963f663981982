/** What a flowchart in Mermaid's language says. */
export interface ReadMermaid {
  readonly title: string;
  readonly direction: string;
  /** Class by node. */
  readonly nodes: ReadonlyMap<string, { readonly label: string; readonly className: string }>;
  readonly edges: readonly {
    readonly from: string;
    readonly to: string;
    readonly line: string;
    readonly label: string;
  }[];
  /** The nodes of each subgraph. */
  readonly subgraphs: ReadonlyMap<string, readonly string[]>;
  readonly classes: readonly string[];
  /** Styled edges, by their number. */
  readonly styled: readonly number[];
}

const id = '[A-Za-z][A-Za-z0-9_]*';
const forms = {
  node: new RegExp(`^(${id})(?:\\(\\(|\\(\\[|\\(|\\[)"([^"]*)"(?:\\)\\)|\\]\\)|\\)|\\]):::(\\w+)$`),
  edge: new RegExp(`^(${id}) (-->|-\\.->|==>)(?:\\|"([^"]+)"\\|)? (${id})$`),
  subgraph: new RegExp(`^subgraph (${id})\\["([^"]*)"\\]$`),
  classDef: /^classDef (\w+) [a-z-]+:[^,\s]+(,[a-z-]+:[^,\s]+)*$/,
  linkStyle: /^linkStyle (\d+) [a-z-]+:[^,\s]+(,[a-z-]+:[^,\s]+)*$/,
};

/**
 * Reads a flowchart by the part of Mermaid's grammar that is written here, and no more than it.
 * @throws Error at the first line that is not of it, names what is not there, or says something twice.
 */
export function readMermaid(text: string): ReadMermaid {
  const [open, title, close, head, ...lines] = text.split('\n');
  const direction = /^flowchart (LR|TB)$/.exec(head ?? '')?.[1];
  if (open !== '---' || close !== '---' || direction === undefined) throw new Error(`no head: ${head}`);
  const nodes = new Map<string, { label: string; className: string }>();
  const edges: ReadMermaid['edges'][number][] = [];
  const subgraphs = new Map<string, string[]>();
  const [classes, styled, within]: [string[], number[], string[]] = [[], [], []];
  for (const line of lines.map((entry) => entry.trim())) {
    const [node, edge, subgraph, classDef, link] = Object.values(forms).map((form) => form.exec(line));
    if (node) {
      const [, name = '', label = '', className = ''] = node;
      if (nodes.has(name)) throw new Error(`said twice: ${line}`);
      nodes.set(name, { label: checked(label), className });
      for (const group of within.slice(-1)) subgraphs.get(group)?.push(name);
    } else if (edge) {
      const [, from = '', arrow = '', label = '', to = ''] = edge;
      edges.push({ from, to, line: arrow, label: checked(label) });
    } else if (subgraph) {
      subgraphs.set(subgraph[1] ?? '', []);
      within.push(subgraph[1] ?? '');
    } else if (line === 'end') {
      if (within.pop() === undefined) throw new Error('an end without its beginning');
    } else if (classDef) classes.push(classDef[1] ?? '');
    else if (link) styled.push(Number(link[1]));
    else throw new Error(`not Mermaid: ${line}`);
  }
  if (within.length > 0) throw new Error(`never ends: ${within.join(', ')}`);
  for (const { from, to } of edges)
    for (const end of [from, to])
      if (!nodes.has(end) && !subgraphs.has(end)) throw new Error(`no node ${end}`);
  for (const [name, { className }] of nodes)
    if (!classes.includes(className)) throw new Error(`no class ${className} for ${name}`);
  for (const number of styled) if (number >= edges.length) throw new Error(`no edge ${number}`);
  return {
    title: JSON.parse((title ?? '').replace(/^title: /, '')) as string,
    direction,
    nodes,
    edges,
    subgraphs,
    classes,
    styled,
  };
}

/** Text without signs that Mermaid would take for its own; its breaks and small print are. */
function checked(label: string): string {
  const bare = label.replaceAll(/<br\/>|<\/?small>|#(?:\d+|[a-z]+);/g, '');
  if (/[<>#&`]/.test(bare)) throw new Error(`unescaped: ${label}`);
  // "1. text" would become a list.
  if (label.split('<br/>').some((line) => /^\d+[.)] /.test(line))) throw new Error(`a list: ${label}`);
  return label;
}
