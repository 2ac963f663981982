import type { Timestamp } from '../machine/index.ts';

const dayMs = 86_400_000;

interface CivilDate {
  readonly year: number;
  readonly month: number;
  readonly day: number;
}

/**
 * The date of a day counted from 1970-01-01, in the proleptic Gregorian calendar. The runtime has no `Date`; the
 * algorithm is Howard Hinnant's `civil_from_days` (https://howardhinnant.github.io/date_algorithms.html).
 */
function civilDate(days: number): CivilDate {
  const shifted = days + 719_468;
  const era = Math.floor(shifted / 146_097);
  const dayOfEra = shifted - era * 146_097;
  const yearOfEra = Math.floor(
    (dayOfEra -
      Math.floor(dayOfEra / 1_460) +
      Math.floor(dayOfEra / 36_524) -
      Math.floor(dayOfEra / 146_096)) /
      365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const monthFromMarch = Math.floor((5 * dayOfYear + 2) / 153);
  const day = dayOfYear - Math.floor((153 * monthFromMarch + 2) / 5) + 1;
  const month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9;
  return { year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day };
}

/** The day of a date, counted from 1970-01-01: Howard Hinnant's `days_from_civil`. */
function dayNumber({ year, month, day }: CivilDate): number {
  const shiftedYear = month <= 2 ? year - 1 : year;
  const era = Math.floor(shiftedYear / 400);
  const yearOfEra = shiftedYear - era * 400;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * 146_097 + dayOfEra - 719_468;
}

function padded(value: number, length: number): string {
  return String(value).padStart(length, '0');
}

/** The year of a moment in UTC. */
export function utcYear(at: Timestamp): number {
  return civilDate(Math.floor(at / dayMs)).year;
}

/** A moment as RFC 3339 writes it in UTC: `2026-11-22T10:15:30.250Z`. */
export function rfc3339(at: Timestamp): string {
  const days = Math.floor(at / dayMs);
  const { year, month, day } = civilDate(days);
  const ms = at - days * dayMs;
  const time = [Math.floor(ms / 3_600_000), Math.floor(ms / 60_000) % 60, Math.floor(ms / 1_000) % 60];
  return (
    `${padded(year, 4)}-${padded(month, 2)}-${padded(day, 2)}` +
    `T${time.map((part) => padded(part, 2)).join(':')}.${padded(ms % 1_000, 3)}Z`
  );
}

const pattern = /^(\d{4})-(\d\d)-(\d\d)[Tt ](\d\d):(\d\d):(\d\d)(?:\.(\d+))?(?:[Zz]|([+-])(\d\d):(\d\d))$/;

/** The moment that an RFC 3339 text names, cut to the millisecond; `null` if it names none. */
export function parseRfc3339(text: string): Timestamp | null {
  const match = pattern.exec(text);
  if (match === null) return null;
  const [, year, month, day, hour, minute, second] = match.map(Number) as [
    number,
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  const days = dayNumber({ year, month, day });
  const written = civilDate(days);
  // RFC 3339 allows the sixtieth second of a leap second; it is taken for the first of the next minute.
  if (written.month !== month || written.day !== day || hour > 23 || minute > 59 || second > 60) return null;
  const fractionMs = Number((match[7] ?? '').padEnd(3, '0').slice(0, 3));
  const [offsetHours, offsetMinutes] = [Number(match[9] ?? 0), Number(match[10] ?? 0)];
  if (offsetHours > 23 || offsetMinutes > 59) return null;
  const offset = (match[8] === '-' ? -1 : 1) * (offsetHours * 60 + offsetMinutes);
  return days * dayMs + ((hour * 60 + minute - offset) * 60 + second) * 1_000 + fractionMs;
}
