import { OrderError } from '../errors/index.ts';

/** SHA-256 of a text in UTF-8, hexadecimal. */
export type Sha256 = (text: string) => string | Promise<string>;

/**
 * JSON with sorted keys and without absent fields: two inputs that mean the same give the same text.
 * @throws OrderError `VALIDATION_FAILED` for what JSON can't say.
 */
export function canonicalJson(value: unknown): string {
  if (value === null || typeof value === 'boolean' || typeof value === 'string') return JSON.stringify(value);
  if (typeof value === 'number' && Number.isFinite(value)) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map((entry) => canonicalJson(entry ?? null)).join(',')}]`;
  if (typeof value === 'object') {
    const fields = Object.entries(value)
      .filter(([, field]) => field !== undefined)
      .toSorted(([one], [other]) => (one < other ? -1 : 1))
      .map(([key, field]) => `${JSON.stringify(key)}:${canonicalJson(field)}`);
    return `{${fields.join(',')}}`;
  }
  throw new OrderError(
    'VALIDATION_FAILED',
    `a ${typeof value} is not JSON. Use null, booleans, finite numbers, text, lists and objects.`,
    { retry: 'afterFix' },
  );
}
