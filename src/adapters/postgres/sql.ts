import type { Session } from './session.ts';

/** SQL for a moment that is given in milliseconds. */
export function moment(milliseconds: string): string {
  return `to_timestamp(${milliseconds}::bigint / 1000.0)`;
}

/**
 * SQL for the milliseconds of a moment. One without end, which we never write, is none: as a number it would be an error of
 * the whole query, and the order that has it would keep all others from being read.
 */
export function milliseconds(column: string): string {
  return `case when isfinite(${column}) then (extract(epoch from ${column}) * 1000)::bigint end`;
}

/**
 * Rows whose single column `json` is text. All that is read comes this way: a client's own parsers of int8, timestamptz
 * and json, which its users may have changed, then make no difference.
 */
export async function jsonRows<T>(
  session: Session,
  text: string,
  values: readonly unknown[],
): Promise<readonly T[]> {
  const rows = await session.query<{ json: string }>(text, values);
  return rows.map(({ json }) => JSON.parse(json) as T);
}

/** The ids that can be an order's: anything else is no order, and no error either. */
export function uuids(ids: readonly string[]): string[] {
  return [...new Set(ids)].filter((id) => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id));
}
