/** What a node, an edge or a legend's entry is coloured for. */
export type Tone = 'plain' | 'open' | 'waiting' | 'attention' | 'done' | 'ended';

/** A box of a diagram. */
export interface DiagramNode {
  /** Unique among nodes and groups. */
  readonly id: string;
  /** `start`: the dot before the first state; `state`: a rounded box; `box`: a box of text; `table`: a box with columns. */
  readonly kind: 'start' | 'state' | 'box' | 'table';
  readonly label: string;
  /** What stands below the label in small print: rows of cells. */
  readonly rows: readonly (readonly string[])[];
  readonly tone: Tone;
  /** The group that it stands in. */
  readonly group: string | null;
  /** Nothing comes after it: it has a double border. */
  readonly final: boolean;
  /** `current`: the order is here; `passed`: it has been here. */
  readonly mark: 'current' | 'passed' | null;
}

/** An arrow of a diagram. */
export interface DiagramEdge {
  /** The id of a node or a group. */
  readonly from: string;
  /** The id of a node or a group. */
  readonly to: string;
  /** The lines of its label. */
  readonly labels: readonly string[];
  readonly tone: Tone;
  /** `line`: it is drawn; `listed`: it stands as text in the box that it leaves, so that many edges stay readable. */
  readonly shown: 'line' | 'listed';
  /** How it pulls on the layout. `straight`: on the way that most orders go; `back`: against the direction of the diagram. */
  readonly course: 'straight' | 'onward' | 'back';
  /** How many ranks of the layout it crosses at least. */
  readonly span: number;
  /** The order has gone this way. */
  readonly taken: boolean;
}

/** A frame around nodes. */
export interface DiagramGroup {
  readonly id: string;
  readonly label: string;
  /** The group that it stands in. */
  readonly group: string | null;
}

/** A line of the legend. */
export interface LegendEntry {
  readonly tone: Tone;
  readonly label: string;
}

/**
 * A diagram as data: what there is to be drawn, without a word on where. {@link toMermaid}, {@link toDot} and
 * {@link toSvg} draw it; a console of your own can draw it in its own way.
 */
export interface Diagram {
  readonly title: string;
  /** Where its arrows lead, on the whole. */
  readonly direction: 'right' | 'down';
  readonly groups: readonly DiagramGroup[];
  readonly nodes: readonly DiagramNode[];
  readonly edges: readonly DiagramEdge[];
  readonly legend: readonly LegendEntry[];
  /** What one has to know to read it: sentences. */
  readonly notes: readonly string[];
}

/** A node with the defaults: a plain state without small print. */
export function node(given: Pick<DiagramNode, 'id' | 'label'> & Partial<DiagramNode>): DiagramNode {
  return { kind: 'state', rows: [], tone: 'plain', group: null, final: false, mark: null, ...given };
}

/** An edge with the defaults: a line without a label. */
export function edge(given: Pick<DiagramEdge, 'from' | 'to'> & Partial<DiagramEdge>): DiagramEdge {
  return { labels: [], tone: 'plain', shown: 'line', course: 'onward', span: 1, taken: false, ...given };
}
