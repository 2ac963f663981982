import type { Terms } from '../../../machine/index.ts';
import { termsId } from '../tables/orders.ts';
import type { Statement } from './statement.ts';

/** Keeps terms under the hash of their content: orders placed under the same terms share a row. */
export function rememberTerms(statement: Statement, terms: readonly Terms[]): void {
  const bodies = new Map(terms.map((body) => [termsId(body), body]));
  if (bodies.size === 0) return;
  const sorted = [...bodies].map(([id, body]) => ({ id, body })).toSorted((a, b) => (a.id < b.id ? -1 : 1));
  statement.with(
    'remembered',
    `insert into ${statement.schema}.terms (id, body)
     select r.id, r.body from jsonb_to_recordset(${statement.rows(sorted)}::jsonb) as r(id text, body jsonb)
     on conflict (id) do nothing`,
  );
}
