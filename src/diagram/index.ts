export { type AxisDiagramOptions, axisDiagram } from './axis-diagram.ts';
export {
  type Diagram,
  type DiagramEdge,
  type DiagramGroup,
  type DiagramNode,
  edge,
  type LegendEntry,
  node,
  type Tone,
} from './diagram.ts';
export { diagram, type OrderDiagramOptions } from './order-diagram.ts';
export { toDot } from './render/dot.ts';
export { toMermaid } from './render/mermaid.ts';
export { toSvg, type Viz } from './render/svg.ts';
export { type RulesDiagramOptions, rulesDiagram } from './rules-diagram.ts';
export { type StatusDiagramOptions, statusDiagram } from './status-diagram.ts';
