import { OrderError } from '../../errors/index.ts';
import { newer } from './migrate.ts';
import { latestVersion } from './migrations/index.ts';
import { schemaVersion } from './schema-version.ts';
import type { Session } from './session.ts';

/** Whether the schema is there, and of the version that this code is written for. */
export async function check(session: Session): Promise<void> {
  const version = await schemaVersion(session);
  if (version === latestVersion) return;
  if (version > latestVersion) throw newer(session, version);
  const [at] = await session.query<{ database: string }>('select current_database()::text as database');
  const schema = session.schema.replaceAll('"', '');
  const place = `schema "${schema}" of database "${at?.database}"`;
  const next = `Run migrate(connection, { schema: '${schema}' }) from statecart/adapters/postgres before the store is used`;
  const details = { schema, database: at?.database, version, latest: latestVersion };
  if (version === 0) {
    throw new OrderError('SCHEMA_MISSING', `There are no order tables in ${place}. ${next}.`, {
      retry: 'afterFix',
      details,
    });
  }
  throw new OrderError(
    'SCHEMA_OLDER',
    `The order tables in ${place} are at version ${version}, this release of statecart needs version ${latestVersion}. ${next}.`,
    { retry: 'afterFix', details },
  );
}
