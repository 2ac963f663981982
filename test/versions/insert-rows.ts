import type { PGlite } from '@electric-sql/pglite';
import type { KeptRow } from './kept.ts';

/** Puts rows that were kept into tables that are there, as they were. The migrations that ran stay as they are. */
export async function insertRows(database: PGlite, rows: readonly KeptRow[]): Promise<void> {
  await database.exec('set session_replication_role = replica');
  for (const [name, list] of byTable(rows)) {
    if (name.includes('migration')) continue;
    const columns = Object.keys(list[0]!)
      .map((column) => `"${column}"`)
      .join(', ');
    await database.exec(`delete from ${name}`);
    await database.query(
      `insert into ${name} (${columns}) overriding system value
       select ${columns} from json_populate_recordset(null::${name}, $1::json)`,
      [JSON.stringify(list)],
    );
  }
  await database.exec('set session_replication_role = origin');
  await countOn(database);
}

/** Lets columns that number themselves go on after the rows that are there. */
async function countOn(database: PGlite): Promise<void> {
  const { rows } = await database.query<{ name: string; column: string }>(
    `select format('%I.%I', table_schema, table_name) as name, column_name as column
     from information_schema.columns where is_identity = 'YES'`,
  );
  for (const { name, column } of rows)
    await database.exec(
      `select setval(pg_get_serial_sequence('${name}', '${column}'), (select coalesce(max("${column}"), 0) + 1 from ${name}), false)`,
    );
}

function byTable(rows: readonly KeptRow[]): ReadonlyMap<string, readonly KeptRow['row'][]> {
  const tables = new Map<string, KeptRow['row'][]>();
  for (const { schema, table, row } of rows) {
    const name = `"${schema}"."${table}"`;
    const list = tables.get(name) ?? [];
    list.push(row);
    tables.set(name, list);
  }
  return tables;
}
