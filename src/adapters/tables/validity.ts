import * as z from 'zod';
import { eventParts as part } from '../../machine/index.ts';

/** A day (`2027-01-01`, from its first moment in UTC) or a moment in milliseconds since the Unix epoch. */
export type Moment = string | number;

/** From when, and until when, a row is good: `from` is in, `until` is out. Left out: always. */
export interface Validity {
  readonly from?: Moment | null;
  readonly until?: Moment | null;
}

const moment = z
  .union([
    part.timestamp,
    z.iso.date('must be a day such as 2027-01-01, or milliseconds since the Unix epoch'),
  ])
  .transform((value) => (typeof value === 'number' ? value : Date.parse(value)))
  .nullable()
  .default(null);

/** The fields of {@link Validity}, read as moments. */
export const validity = { from: moment, until: moment };

/** Whether a row is good at a moment, and if not, on which side of it. */
export function validAt(
  row: { readonly from: number | null; readonly until: number | null },
  at: number,
): 'good' | 'not_started' | 'expired' {
  if (row.from !== null && at < row.from) return 'not_started';
  return row.until !== null && at >= row.until ? 'expired' : 'good';
}
