import type { Session } from './session.ts';

/** The next order numbers. Sequences are outside of transactions: no two get the same, and a rollback leaves a gap. */
export async function nextNumbers(session: Session, count: number): Promise<readonly number[]> {
  const rows = await session.query<{ number: string }>(
    `select nextval('${session.schema}.order_numbers')::text as number from generate_series(1, $1::integer)`,
    [count],
  );
  return rows.map(({ number }) => Number(number)).toSorted((a, b) => a - b);
}
