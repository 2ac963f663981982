import { milliseconds, moment } from '../sql.ts';

/** What a column holds; `?`: it may be null. Moments are milliseconds on our side and `timestamptz` in the database. */
export type ColumnType = BaseType | `${BaseType}?`;
type BaseType = 'uuid' | 'text' | 'integer' | 'bigint' | 'boolean' | 'jsonb' | 'timestamptz';

type ValueOf<T extends BaseType> = T extends 'uuid' | 'text'
  ? string
  : T extends 'boolean'
    ? boolean
    : T extends 'jsonb'
      ? unknown
      : number;

/** A row as the columns of a table describe it. */
export type RowOf<Columns extends Record<string, ColumnType>> = {
  readonly [C in keyof Columns]: Columns[C] extends `${infer T extends BaseType}?`
    ? ValueOf<T> | null
    : Columns[C] extends BaseType
      ? ValueOf<Columns[C]>
      : never;
};

/** Any row, keyed by column. */
export type Row = { readonly [column: string]: unknown };

/** A table and what of it crosses between the database and us. */
export interface Table<Columns extends Record<string, ColumnType> = Record<string, ColumnType>> {
  readonly name: string;
  readonly columns: Columns;
}

const base = (type: ColumnType): BaseType => type.replace('?', '') as BaseType;

/** The select list of a table's columns, moments as milliseconds. */
export function selectList(table: Table, alias: string): string {
  return Object.entries(table.columns)
    .map(([column, type]) => {
      const name = `${alias}.${column}`;
      return base(type) === 'timestamptz' ? `${milliseconds(name)} as ${column}` : name;
    })
    .join(', ');
}

/** `jsonb_to_recordset` over a parameter that holds an array of rows. */
export function recordset(table: Table, parameter: string, alias: string): string {
  const columns = Object.entries(table.columns).map(
    ([column, type]) => `${column} ${base(type) === 'timestamptz' ? 'bigint' : base(type)}`,
  );
  return `jsonb_to_recordset(${parameter}::jsonb) as ${alias}(${columns.join(', ')})`;
}

/** What a table's column gets from a row of its {@link recordset}. */
export function valueOf(table: Table, column: string, alias: string): string {
  const name = `${alias}.${column}`;
  return base(table.columns[column]!) === 'timestamptz' ? moment(name) : name;
}

/** `insert into … select … from` the rows in a parameter, `r`; `values` are for columns that don't get what stands in their row. */
export function insertFrom(
  schema: string,
  table: Table,
  parameter = '$1',
  values: { readonly [column: string]: string } = {},
): string {
  const columns = Object.keys(table.columns);
  const selected = columns.map((column) => values[column] ?? valueOf(table, column, 'r'));
  return `insert into ${schema}.${table.name} (${columns.join(', ')}) select ${selected.join(', ')} from ${recordset(table, parameter, 'r')}`;
}
