import type { Terms } from '../../../machine/index.ts';
import { contentHash } from '../content-hash.ts';
import type { Session } from '../session.ts';

/** Keeps terms under the hash of their content: orders placed under the same terms share a row. */
export async function rememberTerms(session: Session, terms: readonly Terms[]): Promise<void> {
  const rows = new Map(terms.map((body) => [contentHash(body), body]));
  if (rows.size === 0) return;
  const sorted = [...rows].map(([id, body]) => ({ id, body })).toSorted((a, b) => (a.id < b.id ? -1 : 1));
  await session.query(
    `insert into ${session.schema}.terms (id, body)
     select r.id, r.body from jsonb_to_recordset($1::jsonb) as r(id text, body jsonb) on conflict (id) do nothing`,
    [JSON.stringify(sorted)],
  );
}
