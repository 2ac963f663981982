import { OrderError } from '../../errors/index.ts';

/** The schema in which everything of ours stands, unless another is named. */
export const defaultSchema = 'statecart';

/** How long a schema's name may be: the NOTIFY channel and the locks carry it with a prefix, and identifiers end at 63. */
export const maxSchemaName = 48;

/** A schema's name as it stands in SQL. @throws OrderError `OPTIONS_INVALID`. */
export function quotedSchema(schema: string): string {
  if (schema.length <= maxSchemaName && /^[a-z_][a-z0-9_]*$/.test(schema)) return `"${schema}"`;
  throw new OrderError(
    'OPTIONS_INVALID',
    `"${schema}" can't be the name of the schema: expected 1 to ${maxSchemaName} lower-case letters, digits and underscores that do not begin with a digit.`,
    { retry: 'afterFix', details: { schema } },
  );
}
