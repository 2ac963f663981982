import type { AnyStateMachine } from 'xstate';
import { orderMachine } from '../machine/index.ts';
import { axisOf } from './chart/axis-of.ts';
import type { ChartAxis } from './chart/chart.ts';
import { mainMoves } from './chart/main-moves.ts';
import { type Diagram, edge, type LegendEntry, node, type Tone } from './diagram.ts';
import { courseOf, framesOf, leavesOf, startOf } from './states.ts';
import { wordsOf } from './words.ts';

/** What a diagram of an axis is made from. */
export interface AxisDiagramOptions {
  /** A machine of the same shape, such as an extended one. @defaultValue `orderMachine` */
  readonly machine?: AnyStateMachine;
  /**
   * `main`: of an axis with more than twenty transitions, only those that show its shape are lines, and the others stand
   * as text in the states that they leave; `all`: each is a line. @defaultValue 'main'
   */
  readonly lines?: 'main' | 'all';
}

/**
 * One axis of an order: its states, and every transition that the machine declares between them. Moves through the
 * transient choice state (`settling`) are not drawn: it joins every state with every other, and a note says so.
 *
 * @throws OrderError `OPTIONS_INVALID` if the machine has no such axis.
 * @example
 * import { axisDiagram, toDot } from 'statecart/diagram';
 * console.log(toDot(axisDiagram('payment')));
 */
export function axisDiagram(name: string, options: AxisDiagramOptions = {}): Diagram {
  const { machine = orderMachine, lines = 'main' } = options;
  const axis = axisOf(machine, name);
  const drawn = lines === 'all' ? new Set(axis.transitions) : mainMoves(axis);
  const start = startOf(axis);
  const leaves = leavesOf(axis);
  const tones = new Map(leaves.map(({ id, tags }) => [id, toneOf(tags)]));
  return {
    title: `The axis ${name} of an order`,
    direction: 'down',
    groups: framesOf(axis),
    nodes: [
      ...start.nodes,
      ...leaves.map(({ id, name: label, parent, tags }) =>
        node({
          id,
          label,
          group: parent,
          tone: toneOf(tags),
          rows: isReached(axis, id) ? [] : [[`reached through ${axis.choice}`]],
        }),
      ),
    ],
    edges: [
      ...start.edges,
      ...axis.transitions.map((transition) => {
        const { from, to } = transition;
        const shown = drawn.has(transition) ? ('line' as const) : ('listed' as const);
        const tone = tones.get(to) === 'attention' ? ('attention' as const) : ('plain' as const);
        return edge({
          from,
          to,
          labels: wordsOf(transition),
          tone,
          shown,
          course: courseOf(axis, transition),
        });
      }),
    ],
    legend: words.filter(({ tone }) => [...tones.values()].includes(tone)),
    notes: notesOf(axis, drawn.size < axis.transitions.length),
  };
}

/** Whether a transition of its own leads to a state. */
function isReached({ initial, transitions, choice }: ChartAxis, id: string): boolean {
  return choice === null || id === initial || transitions.some(({ to }) => to === id);
}

function toneOf(tags: readonly string[]): Tone {
  if (tags.includes('attention')) return 'attention';
  return tags.includes('in_flight') ? 'waiting' : 'plain';
}

const words: readonly LegendEntry[] = [
  { tone: 'plain', label: 'at rest' },
  { tone: 'waiting', label: 'waits for an answer' },
  { tone: 'attention', label: 'somebody should look' },
];

/** What a state of an axis needs, in words; empty if it is at rest. */
export function needOf(tags: readonly string[]): string {
  const tone = toneOf(tags);
  return tone === 'plain' ? '' : (words.find((entry) => entry.tone === tone)?.label ?? '');
}

function notesOf(axis: ChartAxis, someListed: boolean): readonly string[] {
  const { begins, choice } = axis;
  return [
    'A move is made as soon as the ledger says so.',
    ...(someListed
      ? [
          'Lines: the usual way. Small print in a state: where facts that come late, early or out of order lead from there.',
        ]
      : []),
    ...(choice === null
      ? []
      : [`For what is rarer still, ${choice} stands behind every state and leads to every other.`]),
    ...(begins.length === 0 ? [] : [`It begins what is due: ${begins.join(', ')}.`]),
  ];
}
