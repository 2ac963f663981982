import { type Mark, marks, type Simulation } from 'statecart/testing';

/** What many worlds have seen. */
export interface Summary {
  worlds: number;
  orders: number;
  events: number;
  calls: number;
  crashes: number;
  checks: number;
  worldMs: number;
  readonly faults: Map<string, number>;
  /** In how many worlds each mark was seen. */
  readonly seen: Map<Mark, number>;
  readonly failed: number[];
  /** Marks that no world has seen. */
  missing(): readonly Mark[];
}

/** Nothing has been seen. */
export function newSummary(): Summary {
  const seen = new Map<Mark, number>();
  return {
    worlds: 0,
    orders: 0,
    events: 0,
    calls: 0,
    crashes: 0,
    checks: 0,
    worldMs: 0,
    faults: new Map(),
    seen,
    failed: [],
    missing: () => marks.filter((mark) => !seen.has(mark)),
  };
}

/** Adds a world to the summary. */
export function addWorld(summary: Summary, { seed, broken, tally, marks: own, worldMs }: Simulation): void {
  summary.worlds += 1;
  summary.orders += tally.orders;
  summary.events += tally.events;
  summary.calls += tally.calls;
  summary.crashes += tally.crashes;
  summary.checks += tally.checks;
  summary.worldMs += worldMs;
  for (const [fault, count] of Object.entries(tally.faults))
    summary.faults.set(fault, (summary.faults.get(fault) ?? 0) + count);
  for (const mark of own) summary.seen.set(mark, (summary.seen.get(mark) ?? 0) + 1);
  if (broken.length > 0) summary.failed.push(seed);
}

const byName = (counts: ReadonlyMap<string, number>) =>
  [...counts].toSorted(([one], [other]) => (one < other ? -1 : 1));
const number = (value: number) => Math.round(value).toLocaleString('en-US');

function figures(summary: Summary): readonly (readonly [string, string])[] {
  return [
    ['worlds, each run twice with the same trace', number(summary.worlds)],
    ['orders', number(summary.orders)],
    ['events committed', number(summary.events)],
    ['calls that arrived at a party', number(summary.calls)],
    ['deaths of workers', number(summary.crashes)],
    ['times that all invariants of an order were checked', number(summary.checks)],
    ['days that passed in the worlds', number(summary.worldMs / 86_400_000)],
    ['worlds that broke a promise', number(summary.failed.length)],
  ];
}

/** The summary for a terminal. */
export function summaryText(summary: Summary, minutes: number): string {
  const faults = byName(summary.faults).map(([fault, count]) => `${fault} ${number(count)}`);
  return [
    ...figures(summary).map(([what, count]) => `${what}: ${count}`),
    `faults: ${faults.join(', ')}`,
    `never seen: ${summary.missing().join('; ') || 'nothing'}`,
    `failed seeds: ${summary.failed.join(', ') || 'none'}`,
    `${minutes.toFixed(1)} minutes`,
  ].join('\n');
}

/** The summary as a page. */
export function renderPage(summary: Summary, minutes: number): string {
  const table = (head: string, rows: readonly (readonly [string, string])[]) =>
    [`| ${head} | |`, '| --- | ---: |', ...rows.map(([what, count]) => `| ${what} | ${count} |`)].join('\n');
  return [
    '# Simulation',
    '',
    'What simulated worlds have come to in one run. Made with `npm run sim -- --minutes N --write`; nothing here is written by',
    'hand. How it works is told in [how it is tested](../explanation/how-it-is-tested.md#a-simulated-world).',
    '',
    `${minutes.toFixed(1)} minutes on one core, Node.js ${process.version}, ${new Date().toISOString().slice(0, 10)}.`,
    '',
    table('what', figures(summary)),
    '',
    '## What went wrong, on purpose',
    '',
    table(
      'fault',
      byName(summary.faults).map(([fault, count]) => [`\`${fault}\``, number(count)]),
    ),
    '',
    '## What was seen',
    '',
    'A run that misses one of these counts as failed.',
    '',
    table(
      'in how many worlds',
      marks.map((mark) => [mark, number(summary.seen.get(mark) ?? 0)]),
    ),
    '',
  ].join('\n');
}
