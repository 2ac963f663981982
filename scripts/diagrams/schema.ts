import type { PGlite } from '@electric-sql/pglite';

/** A column. */
export interface SchemaColumn {
  readonly name: string;
  readonly type: string;
  readonly nullable: boolean;
}

/** A foreign key. */
export interface SchemaReference {
  readonly columns: readonly string[];
  readonly table: string;
  readonly tableColumns: readonly string[];
}

/** A table. */
export interface SchemaTable {
  readonly name: string;
  readonly columns: readonly SchemaColumn[];
  readonly primaryKey: readonly string[];
  /** The unique columns besides the primary key. */
  readonly unique: readonly (readonly string[])[];
  readonly references: readonly SchemaReference[];
}

interface Constraint {
  readonly kind: 'p' | 'u' | 'f';
  readonly table: string;
  readonly columns: readonly string[];
  readonly to: string | null;
  readonly toColumns: readonly string[] | null;
}

/** The tables of a schema, as the catalog of the database has them. */
export async function readSchema(pglite: PGlite, schema: string): Promise<readonly SchemaTable[]> {
  const tables = await pglite.query<{ name: string }>(
    `select relname as name from pg_class where relnamespace = $1::regnamespace and relkind in ('r', 'p') order by oid`,
    [schema],
  );
  const columns = await pglite.query<{ table: string; name: string; type: string; nullable: boolean }>(
    `select c.relname as table, a.attname as name, format_type(a.atttypid, a.atttypmod) as type, not a.attnotnull as nullable
     from pg_attribute a join pg_class c on c.oid = a.attrelid
     where c.relnamespace = $1::regnamespace and c.relkind in ('r', 'p') and a.attnum > 0 and not a.attisdropped
     order by a.attrelid, a.attnum`,
    [schema],
  );
  const names = (keys: string, table: string) =>
    `(select array_agg(a.attname::text order by k.n) from unnest(${keys}) with ordinality k(num, n)
      join pg_attribute a on a.attrelid = ${table} and a.attnum = k.num)`;
  const constraints = await pglite.query<Constraint>(
    `select o.contype as kind, c.relname as table, ${names('o.conkey', 'o.conrelid')} as columns,
            f.relname as to, ${names('o.confkey', 'o.confrelid')} as "toColumns"
     from pg_constraint o join pg_class c on c.oid = o.conrelid left join pg_class f on f.oid = o.confrelid
     where o.connamespace = $1::regnamespace and o.contype in ('p', 'u', 'f')
     order by o.conrelid, o.conname`,
    [schema],
  );
  return tables.rows.map(({ name }) => {
    const own = constraints.rows.filter(({ table }) => table === name);
    return {
      name,
      columns: columns.rows
        .filter(({ table }) => table === name)
        .map((column) => ({ name: column.name, type: shortType(column.type), nullable: column.nullable })),
      primaryKey: own.find(({ kind }) => kind === 'p')?.columns ?? [],
      unique: own.filter(({ kind }) => kind === 'u').map((constraint) => constraint.columns),
      references: own
        .filter(({ kind }) => kind === 'f')
        .map(({ columns: from, to, toColumns }) => ({
          columns: from,
          table: to ?? '',
          tableColumns: toColumns ?? [],
        })),
    };
  });
}

/** As people write it. */
function shortType(type: string): string {
  return type === 'timestamp with time zone' ? 'timestamptz' : type;
}
