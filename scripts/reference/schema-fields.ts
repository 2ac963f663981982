import * as z from 'zod';
import { duration } from './units.ts';

interface Field {
  readonly default?: unknown;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly enum?: readonly string[];
  readonly type?: string;
  readonly properties?: Readonly<Record<string, Field>>;
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
  return Object.entries(schema.properties ?? {}).flatMap(([key, field]) => {
    const name = `${within}${key}`;
    if (field.properties !== undefined) return fields(field, `${name}.`);
    return [{ name, preset: shown(name, field.default), range: rangeOf(name, field) }];
  });
}

function rangeOf(name: string, field: Field): string {
  if (field.enum !== undefined) return field.enum.map((value) => `\`${value}\``).join(', ');
  if (field.type === 'boolean') return '`true`, `false`';
  if (field.type === 'array') return `a list of at most ${shown(name, field.maxItems)}`;
  if (field.type === 'object') return 'amounts by name';
  return `${shown(name, field.minimum)} to ${shown(name, field.maximum)}`;
}

function shown(name: string, value: unknown): string {
  if (typeof value === 'object') return `\`${JSON.stringify(value)}\``;
  if (typeof value !== 'number') return `\`${String(value)}\``;
  return name.endsWith('Ms') ? duration(value) : value.toLocaleString('en');
}
