import type { Session } from './session.ts';

/** The next order number. Sequences are outside of transactions: no two get the same, and a rollback leaves a gap. */
export async function nextNumber(session: Session): Promise<number> {
  const [row] = await session.query<{ number: string }>(
    `select nextval('${session.schema}.order_numbers')::text as number`,
  );
  return Number(row!.number);
}
