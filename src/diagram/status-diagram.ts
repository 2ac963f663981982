import type { AnyStateMachine } from 'xstate';
import { type Order, orderMachine } from '../machine/index.ts';
import { allowedIn } from './allowed.ts';
import { axisOf } from './chart/axis-of.ts';
import type { ChartAxis } from './chart/chart.ts';
import { type Diagram, type DiagramNode, edge, type LegendEntry, node, type Tone } from './diagram.ts';
import { courseOf, framesOf, leavesOf, startOf } from './states.ts';
import { conditionOf, wordsOf } from './words.ts';

/** What a diagram of the statuses is made from. */
export interface StatusDiagramOptions {
  /** A machine of the same shape, such as an extended one. @defaultValue `orderMachine` */
  readonly machine?: AnyStateMachine;
  /**
   * Orders to ask the rules about: each status then lists the requests that the rules allow for at least one order in
   * it, so give many. Left out: no requests are listed.
   */
  readonly orders?: Iterable<Order>;
  /** What stands on the edges: words for people, or the names that the conditions have in the code. @defaultValue 'words' */
  readonly labels?: 'words' | 'names';
}

/**
 * The life of an order on one page: every status of the machine, and what leads from one to the other.
 *
 * @example
 * import { statusDiagram, toMermaid } from 'statecart/diagram';
 * console.log(toMermaid(statusDiagram()));
 */
export function statusDiagram(options: StatusDiagramOptions = {}): Diagram {
  const { machine = orderMachine, orders, labels = 'words' } = options;
  const axis = axisOf(machine, 'status');
  const allowed = orders === undefined ? null : allowedIn(orders);
  const states = leavesOf(axis).map(
    ({ id, name, parent, tags }): DiagramNode =>
      node({
        id,
        label: name,
        group: parent,
        tone: toneOf(tags),
        final: isLast(axis, id),
        rows: [...(allowed?.get(id) ?? [])].map((type) => [type]),
      }),
  );
  const start = startOf(axis);
  return {
    title:
      allowed === null
        ? 'The statuses of an order'
        : 'The statuses of an order, and what may be asked in each',
    direction: 'right',
    groups: framesOf(axis),
    nodes: [...start.nodes, ...states],
    edges: [
      ...start.edges,
      ...axis.transitions.map((transition) =>
        edge({
          from: transition.from,
          to: transition.to,
          labels:
            labels === 'words'
              ? wordsOf(transition)
              : [transition.event, conditionOf(transition)].filter((name) => name !== null),
          tone: states.find(({ id }) => id === transition.to)?.tone === 'ended' ? 'ended' : 'plain',
          course: courseOf(axis, transition),
        }),
      ),
    ],
    legend: legendOf(states),
    notes:
      allowed === null
        ? []
        : ['In each status: the requests that the rules may allow. What they ask for may still be refused.'],
  };
}

/** By the tags, which added statuses have too. */
function toneOf(tags: readonly string[]): Tone {
  if (tags.includes('ended')) return 'ended';
  if (tags.includes('editable')) return 'plain';
  return tags.includes('open') ? 'open' : 'done';
}

const words: readonly LegendEntry[] = [
  { tone: 'plain', label: 'can be edited' },
  { tone: 'open', label: 'work goes on' },
  { tone: 'done', label: 'fulfilled' },
  { tone: 'ended', label: 'will not be fulfilled, or was undone' },
];

function legendOf(states: readonly DiagramNode[]): readonly LegendEntry[] {
  return words.filter(({ tone }) => states.some((state) => state.tone === tone));
}

function isLast({ transitions }: ChartAxis, id: string): boolean {
  return !transitions.some(({ from }) => from === id);
}
