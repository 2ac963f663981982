import type { Connection, Session } from './session.ts';

function channel({ schema }: Session): string {
  return `${schema.replaceAll('"', '')}_wake`;
}

/** Tells who listens that there is work. On its own, never within a commit: NOTIFY takes a lock that all commits of the database share. */
export async function wake(session: Session): Promise<void> {
  await session.query("select pg_notify($1, '')", [channel(session)]);
}

/** Calls `onWake` when there may be work, until the returned function is called. */
export function listen(connection: Connection, onWake: () => void): Promise<() => Promise<void>> {
  return connection.listen(channel(connection), onWake);
}
