import type { RecordedLife } from './record-life.ts';
import { runScript, type ScriptResult } from './run-pgbench.ts';
import { transactionsOf } from './transactions.ts';

/** One order after the other: a transaction for each commit of its life. */
export function oneByOne(url: string, life: RecordedLife, schema: string, clients: number, seconds: number) {
  const transactions = transactionsOf(life, schema, { id: ':id::text', from: '' });
  const begin = { text: 'select gen_random_uuid()::text', variable: 'id' };
  return perTransition(life, 1, runScript(url, { begin, transactions }, clients, seconds));
}

/** Fifty orders at a time: each transaction writes the same commit of all of them, each statement their rows together. */
export function byFifty(url: string, life: RecordedLife, schema: string, clients: number, seconds: number) {
  const transactions = transactionsOf(life, schema, {
    id: 'o.id::text',
    from: 'unnest(:ids::text::uuid[]) as o(id)',
  });
  const begin = { text: 'select array_agg(gen_random_uuid())::text', variable: 'ids' };
  const all = begin.text.replace(
    'array_agg(gen_random_uuid())',
    '(select array_agg(gen_random_uuid()) from generate_series(1, 50))',
  );
  return perTransition(
    life,
    50,
    runScript(url, { begin: { ...begin, text: all }, transactions }, clients, seconds),
  );
}

/** A ceiling. */
export interface Ceiling {
  readonly livesPerSecond: number;
  readonly transitionsPerSecond: number;
  readonly by: ScriptResult['by'];
}

async function perTransition(
  life: RecordedLife,
  orders: number,
  running: Promise<ScriptResult>,
): Promise<Ceiling> {
  const { perSecond, by } = await running;
  const livesPerSecond = perSecond * orders;
  return { livesPerSecond, transitionsPerSecond: livesPerSecond * life.transitions, by };
}
