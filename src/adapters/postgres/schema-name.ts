import { OrderError } from '../../errors/index.ts';

/** The schema in which everything of ours stands, unless another is named. */
export const defaultSchema = 'statecart';

/** A schema's name as it stands in SQL. @throws OrderError `OPTIONS_INVALID`. */
export function quotedSchema(schema: string): string {
  // 48 bytes: the NOTIFY channel and the locks carry the name with a prefix, and identifiers end at 63.
  if (/^[a-z_][a-z0-9_]{0,47}$/.test(schema)) return `"${schema}"`;
  throw new OrderError(
    'OPTIONS_INVALID',
    `"${schema}" can't be the name of the schema: expected 1 to 48 lower-case letters, digits and underscores that do not begin with a digit.`,
    { retry: 'afterFix', details: { schema } },
  );
}
