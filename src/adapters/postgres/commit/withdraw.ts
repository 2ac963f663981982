import type { Session } from '../session.ts';

/** Which of these commands of locked orders nobody has claimed: `<order id> <command id>`. A command that was put back from the dead letters has been tried before. */
export async function untriedCommands(
  session: Session,
  ids: readonly string[],
): Promise<ReadonlySet<string>> {
  if (ids.length === 0) return new Set();
  const rows = await session.query<{ key: string }>(
    `select order_id || ' ' || id as key from ${session.schema}.outbox
     where id = any($1::text[]) and kind = 'command' and attempts = 0 and not unknown`,
    [ids],
  );
  return new Set(rows.map(({ key }) => key));
}

/** Takes commands out of the outbox. */
export async function withdraw(session: Session, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  await session.query(
    `delete from ${session.schema}.outbox where id = any($1::text[]) and kind = 'command'`,
    [ids],
  );
}
