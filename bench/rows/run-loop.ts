import pg from 'pg';
import type { Script, ScriptResult } from './run-pgbench.ts';

/** What pgbench does, where there is no pgbench: the same statements, prepared, by as many clients. */
export async function runLoop(
  url: string,
  script: Script,
  clients: number,
  seconds: number,
): Promise<ScriptResult> {
  const { begin, transactions } = script;
  const bound = transactions.map((statements) =>
    statements.map((text) => text.replaceAll(`:${begin.variable}::`, '$1::')),
  );
  const tookMs: number[] = [];
  const until = performance.now() + seconds * 1_000;
  const client = async (): Promise<void> => {
    const connection = new pg.Client({ connectionString: url });
    await connection.connect();
    try {
      while (performance.now() < until) {
        const begun = performance.now();
        const { rows } = await connection.query<{ value: string }>(`${begin.text} as value`);
        for (const [n, statements] of bound.entries()) {
          await connection.query('begin');
          for (const [m, text] of statements.entries()) {
            const values = text.includes('$1') ? [rows[0]!.value] : [];
            await connection.query({ name: `${n}-${m}`, text, values });
          }
          await connection.query('commit');
        }
        tookMs.push(performance.now() - begun);
      }
    } finally {
      await connection.end();
    }
  };
  const begun = performance.now();
  await Promise.all(Array.from({ length: clients }, client));
  const perSecond = tookMs.length / ((performance.now() - begun) / 1_000);
  return { perSecond, tookMs, by: 'a loop over pg' };
}
