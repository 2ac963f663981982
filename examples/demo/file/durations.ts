import { z } from 'zod';

const unitMs = { d: 86_400_000, h: 3_600_000, m: 60_000, s: 1_000 } as const;
const pattern = /^(?:(\d{1,4})d)? ?(?:(\d{1,4})h)? ?(?:(\d{1,5})m)? ?(?:(\d{1,5})s)?$/;

/** A length of time as people write it, `2d`, `1h 30m` or `0s`; read as milliseconds. */
export const duration = z.string().transform((text, context) => {
  const match = pattern.exec(text);
  if (match === null || text.trim() === '') {
    context.addIssue({ code: 'custom', message: 'must be a length of time, such as 45m, 2h or 1d 6h 30m' });
    return z.NEVER;
  }
  const [days = 0, hours = 0, minutes = 0, seconds = 0] = match.slice(1).map((part) => Number(part ?? 0));
  return days * unitMs.d + hours * unitMs.h + minutes * unitMs.m + seconds * unitMs.s;
});

/** A length of time for people: its two largest units, `15d 6h`. */
export function durationText(ms: number): string {
  let left = Math.round(ms / unitMs.s) * unitMs.s;
  const parts: string[] = [];
  for (const [unit, size] of Object.entries(unitMs)) {
    const count = Math.floor(left / size);
    left -= count * size;
    if (count > 0) parts.push(`${count}${unit}`);
  }
  return parts.slice(0, 2).join(' ') || '0s';
}
