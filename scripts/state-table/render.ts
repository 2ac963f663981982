import { type Axis, axisNames, axisStates, isRequestType } from 'statecart/machine';
import { allPairs, type ChartEdge, type Coverage, eventTypes, type WalkOutcome } from 'statecart/testing';
import { edgeReason, pairReason } from './reasons.ts';

const marks: readonly (readonly [WalkOutcome, string])[] = [
  ['applied', '✓'],
  ['duplicate', '='],
  ['anomaly', '!'],
  ['refused', '✗'],
];

/** The page of what the paths show. */
export function renderStateTable(coverage: Coverage, paths: number): string {
  const lines = [
    ...introduction(coverage, paths),
    ...axisNames.flatMap((axis) => section(axis, coverage)),
    ...unreachedPairs(coverage),
    ...unreachedEdges(coverage),
  ];
  return `${lines.join('\n')}\n`;
}

function introduction(coverage: Coverage, paths: number): readonly string[] {
  const { unreachedPairs, unreachedEdges, taken, steps } = coverage;
  const reached = allPairs.length - unreachedPairs.length;
  return [
    '# The state table',
    '',
    'What the statechart of an order does with every event in every state of every axis, as it was seen to do it. Nothing',
    `here is written by hand: ${paths} paths with ${steps} events in all, each from a draft, were walked with the real step and real`,
    'payloads, and this page says what they showed. The tests walk the same paths on the pure machine, on the runtime over',
    'memory, and on the runtime over PGlite, and compare the whole order after each event.',
    '',
    '| mark | what the event comes to |',
    '| --- | --- |',
    '| ✓ | applied: the ledgers took it |',
    '| = | a duplicate: the order knew it already, nothing changed |',
    '| ! | an anomaly: a fact that does not fit, such as one about a payment nobody knows; recorded for people to see |',
    '| ✗ | a request that a rule refused; the order stayed as it was |',
    '',
    'Several marks in a cell: it depends on the rest of the order, or on what the event says. A blank cell was never reached;',
    'the reasons stand at the end. States that end in `-ing`, `requested` and `screening` wait for an answer.',
    '',
    `Reached: **${reached} of ${allPairs.length}** pairs of state and event, **${taken.length} of ${taken.length + unreachedEdges.length}** transitions.`,
    'The numbers of those unreached may only shrink. `npm run state-table` makes the page and the paths anew;',
    '`npm run state-table -- --check` says whether they are stale.',
    '',
    '| axis | states | pairs | transitions |',
    '| --- | --: | --: | --: |',
    ...axisNames.map((axis) => {
      const pairs = eventTypes.length * axisStates[axis].length;
      const blank = unreachedPairs.filter((pair) => pair.axis === axis).length;
      const taking = taken.filter((edge) => edge.axis === axis).length;
      const left = unreachedEdges.filter((edge) => edge.axis === axis).length;
      return `| [${axis}](#${axis}) | ${axisStates[axis].length} | ${pairs - blank} of ${pairs} | ${taking} of ${taking + left} |`;
    }),
    '',
  ];
}

function section(axis: Axis, coverage: Coverage): readonly string[] {
  const states = axisStates[axis];
  const row = (type: (typeof eventTypes)[number]) => {
    const cells = states.map((state) => {
      const outcomes = coverage.outcomes({ axis, state, type });
      return marks
        .filter(([outcome]) => outcomes.has(outcome))
        .map(([, mark]) => mark)
        .join('');
    });
    return `| \`${type}\` | ${cells.join(' | ')} |`;
  };
  const table = (types: readonly (typeof eventTypes)[number][], what: string) => [
    `| ${what} | ${states.map((state) => state.replaceAll('_', ' ')).join(' | ')} |`,
    `| --- | ${states.map(() => ':-:').join(' | ')} |`,
    ...types.map(row),
    '',
  ];
  return [
    `## ${axis}`,
    '',
    ...transitions(axis, coverage),
    ...table(
      eventTypes.filter((type) => isRequestType(type)),
      'request',
    ),
    ...table(
      eventTypes.filter((type) => !isRequestType(type)),
      'fact',
    ),
  ];
}

/** The transitions of an axis that were taken, each with the event that did so most often. */
function transitions(axis: Axis, { taken }: Coverage): readonly string[] {
  const own = taken.filter((edge) => edge.axis === axis);
  const froms = [...new Set(own.map((edge) => edge.from))];
  return [
    '| from | to, with the event that leads there most often |',
    '| --- | --- |',
    ...froms.map((from) => {
      const ways = own.filter((edge) => edge.from === from);
      return `| \`${from}\` | ${ways.map(({ to, example }) => `\`${to}\` (${example})`).join(', ')} |`;
    }),
    '',
  ];
}

function unreachedPairs({ unreachedPairs: pairs }: Coverage): readonly string[] {
  const byReason = group(pairs, (pair) => pairReason(pair) ?? 'no reason is known');
  return [
    '## Pairs that are not reached',
    '',
    `${pairs.length} of ${allPairs.length}, by reason.`,
    '',
    ...[...byReason].flatMap(([reason, members]) => [
      `**${reason}** (${members.length})`,
      '',
      ...[...group(members, ({ type }) => type)].map(
        ([type, own]) => `- \`${type}\`: ${own.map(({ axis, state }) => `${axis} ${state}`).join(', ')}`,
      ),
      '',
    ]),
  ];
}

function unreachedEdges({ unreachedEdges: edges, taken }: Coverage): readonly string[] {
  const byReason = group(edges, (edge) => edgeReason(edge) ?? 'no reason is known');
  const list = (members: readonly ChartEdge[]) =>
    [...group(members, ({ axis, from }) => `${axis} \`${from}\``)].map(
      ([from, own]) => `- ${from}: ${own.map(({ to }) => `\`${to}\``).join(', ')}`,
    );
  return [
    '## Transitions that are not reached',
    '',
    `${edges.length} of ${edges.length + taken.length}${edges.length === 0 ? '.' : ', by reason.'}`,
    ...[...byReason].flatMap(([reason, members]) => [
      '',
      `**${reason}** (${members.length})`,
      '',
      ...list(members),
    ]),
  ];
}

function group<T>(items: readonly T[], keyOf: (item: T) => string): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    groups.set(key, [...(groups.get(key) ?? []), item]);
  }
  return groups;
}
