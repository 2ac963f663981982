import * as z from 'zod';
import { duration } from './units.ts';

interface Field {
  readonly default?: unknown;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly enum?: readonly string[];
  readonly type?: string;
  readonly properties?: Readonly<Record<string, Field>>;
  readonly additionalProperties?: boolean | Field;
  readonly anyOf?: readonly Field[];
  readonly maxItems?: number;
}

/** One field of a schema: its name, its default and what it may be, for people. */
export interface SchemaField {
  readonly name: string;
  readonly preset: string;
  readonly range: string;
}

/** The fields of a schema as it checks them, those within a field under its name: `backoff.baseMs`. */
export function schemaFields(schema: z.ZodType, within = ''): readonly SchemaField[] {
  return fields(z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as Field, within);
}

function fields(schema: Field, within: string): readonly SchemaField[] {
  return Object.entries(schema.properties ?? {}).flatMap(([key, given]) => {
    const name = `${within}${key}`;
    const field = { ...given, ...plain(given) };
    if (field.properties !== undefined) return fields(field, `${name}.`);
    const one = { name, preset: shown(name, given.default), range: rangeOf(name, given) };
    const byName = recordOf(field);
    return byName?.properties === undefined ? [one] : [one, ...fields(byName, `${name}.*.`)];
  });
}

/** The field without the `null` that it may be besides. */
function plain(field: Field): Field {
  return field.anyOf?.find(({ type }) => type !== 'null') ?? field;
}

/** What stands under each name of a record. */
function recordOf({ additionalProperties }: Field): Field | null {
  return typeof additionalProperties === 'object' ? additionalProperties : null;
}

function rangeOf(name: string, given: Field): string {
  const field = plain(given);
  const orNull = field === given ? '' : ', or `null`';
  const byName = recordOf(field);
  if (byName !== null)
    return `${byName.properties === undefined ? `by name: ${rangeOf(name, byName)}` : 'by name'}${orNull}`;
  if (field.enum !== undefined) return `${field.enum.map((value) => `\`${value}\``).join(', ')}${orNull}`;
  if (field.type === 'boolean') return `\`true\`, \`false\`${orNull}`;
  if (field.type === 'array')
    return `${field.maxItems === undefined ? 'a list' : `a list of at most ${shown(name, field.maxItems)}`}${orNull}`;
  if (field.type === 'string') return `a text${orNull}`;
  const most = field.maximum === undefined || field.maximum >= Number.MAX_SAFE_INTEGER ? null : field.maximum;
  const range =
    most === null
      ? `from ${shown(name, field.minimum)}`
      : `${shown(name, field.minimum)} to ${shown(name, most)}`;
  return `${range}${orNull}`;
}

function shown(name: string, value: unknown): string {
  if (typeof value === 'object' && value !== null)
    return Object.keys(value).length === 0 ? 'none' : `\`${JSON.stringify(value)}\``;
  if (typeof value !== 'number') return `\`${String(value)}\``;
  return name.endsWith('Ms') ? duration(value) : value.toLocaleString('en');
}
