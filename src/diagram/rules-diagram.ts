import type { AnyStateMachine } from 'xstate';
import { rules as allRules, isRequestType, type Order, orderMachine, type Rule } from '../machine/index.ts';
import { allowedIn } from './allowed.ts';
import { type ChartAxis, readChart } from './chart/chart.ts';
import { type Diagram, edge, node } from './diagram.ts';
import { wrap } from './words.ts';

/** What a diagram of the rules is made from. */
export interface RulesDiagramOptions {
  /** A machine of the same shape, such as an extended one. @defaultValue `orderMachine` */
  readonly machine?: AnyStateMachine;
  /** Of an extended order: `rules.rules` of it. @defaultValue every rule that `admit` knows */
  readonly rules?: readonly Rule[];
  /** Orders to ask the rules about: each request then says in which statuses the rules allow it for at least one of them. */
  readonly orders?: Iterable<Order>;
}

/**
 * Every request, the rules that may refuse it, and the axis that takes it. A request passes when no rule objects.
 *
 * @example
 * import { rulesDiagram, toMermaid } from 'statecart/diagram';
 * console.log(toMermaid(rulesDiagram()));
 */
export function rulesDiagram(options: RulesDiagramOptions = {}): Diagram {
  const { machine = orderMachine, rules = allRules, orders } = options;
  const chart = readChart(machine);
  const allowed = orders === undefined ? null : [...allowedIn(orders)];
  const taken = chart.flatMap((axis) =>
    requestsOf(axis, rules).map((type) => ({
      type,
      axis: axis.name,
      rules: rules.filter((rule) => rule.on.some((on) => on === type)),
      statuses: allowed?.filter(([, types]) => types.some((one) => one === type)).map(([status]) => status),
    })),
  );
  return {
    title: 'The requests, and the rules that may refuse them',
    direction: 'right',
    groups: [],
    nodes: [
      ...taken.map(({ type, statuses }) =>
        node({
          id: type,
          label: type,
          tone: 'open',
          rows: inStatuses(chart, statuses).map((line) => [line]),
        }),
      ),
      ...[...new Set(taken.map(({ axis }) => axis))].map((axis) =>
        node({ id: `axis:${axis}`, kind: 'box', label: axis, tone: 'done' }),
      ),
    ],
    edges: taken.map(({ type, axis, rules: own }) =>
      edge({
        from: type,
        to: `axis:${axis}`,
        labels: own.length === 0 ? ['always'] : own.flatMap((rule) => lettered(rule)),
      }),
    ),
    legend: [
      { tone: 'open', label: 'a request, and the statuses in which it may pass' },
      { tone: 'done', label: 'the axis that takes it' },
    ],
    notes: [
      'A request passes when all its rules agree. A ◆ rule looks at what is asked, too; a • rule only at the order.',
    ],
  };
}

/** The requests that an axis takes: in every state, or only in some. */
function requestsOf({ takes, transitions }: ChartAxis, rules: readonly Rule[]): readonly string[] {
  const asked = new Set<string>(rules.flatMap(({ on }) => on));
  const events = [...takes, ...transitions.map(({ event }) => event)].filter((type) => type !== null);
  return [...new Set(events)].filter((type) => isRequestType(type) || asked.has(type));
}

function lettered({ about, scope }: Rule): readonly string[] {
  const mark = scope === 'payload' ? '◆' : '•';
  return wrap(about, 64).map((line, index) => (index === 0 ? `${mark} ${line}` : `   ${line}`));
}

function inStatuses(chart: readonly ChartAxis[], statuses: readonly string[] | undefined): readonly string[] {
  if (statuses === undefined) return [];
  if (statuses.length === 0) return ['in no status that was seen'];
  const declared = chart.find(({ name }) => name === 'status')?.states.map(({ id }) => id) ?? [];
  const sorted = statuses.toSorted((a, b) => declared.indexOf(a) - declared.indexOf(b));
  return wrap(sorted.join(', '), 34);
}
