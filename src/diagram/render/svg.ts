import type { Diagram } from '../diagram.ts';
import { toDot } from './dot.ts';

/** As much of `@viz-js/viz` as is needed: what `instance()` of that package gives. */
export interface Viz {
  /** Lays a graph in the DOT language out, and draws it. */
  renderString(dot: string, options: { readonly format: 'svg' }): string;
}

/**
 * The diagram as an SVG picture. It is laid out by Graphviz, which `@viz-js/viz` carries as WebAssembly: install that
 * package beside statecart, and hand its instance over. The same version of it draws the same picture everywhere.
 *
 * @example
 * import { instance } from '@viz-js/viz';
 * import { statusDiagram, toSvg } from 'statecart/diagram';
 * const svg = toSvg(statusDiagram(), await instance());
 */
export function toSvg(diagram: Diagram, viz: Viz): string {
  const document = viz.renderString(toDot(diagram), { format: 'svg' });
  // The prologue and the comments are of no use inside a page, and a comment names the version of Graphviz.
  return document.slice(document.indexOf('<svg')).replaceAll(/<!--[\s\S]*?-->\n?/g, '');
}
