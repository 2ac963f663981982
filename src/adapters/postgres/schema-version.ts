import type { Session } from './session.ts';

/** The version of the schema; 0: nothing of ours is there. */
export async function schemaVersion(session: Session): Promise<number> {
  const [found] = await session.query<{ name: string | null }>('select to_regclass($1)::text as name', [
    `${session.schema}.migrations`,
  ]);
  if (found === undefined || found.name === null) return 0;
  const [row] = await session.query<{ version: string }>(
    `select coalesce(max(version), 0)::text as version from ${session.schema}.migrations`,
  );
  return Number(row!.version);
}
