// Runs beside an installed tarball: writes what orders of this version of the statechart look like.
// node program.mjs <paths.json> <folder>
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { PGlite } from '@electric-sql/pglite';
import { createPostgresStore, migrate } from 'statecart/adapters/postgres';
import {
  archetypeOf,
  archetypes,
  beginWalk,
  finishWalk,
  pathOrderId,
  stateGraph,
  takeNamed,
} from 'statecart/testing';

const [pathsFile, folder] = process.argv.slice(2);
const { paths } = JSON.parse(readFileSync(pathsFile, 'utf8'));

/** The events of a path up to an order that stands as none did before. */
const situations = [];
const seen = new Set();
for (const { archetype, events } of paths) {
  let position = beginWalk(archetypeOf(archetypes, archetype), pathOrderId(0));
  const names = events.split(', ');
  for (const [at, name] of names.entries()) {
    position = takeNamed(position, name).position;
    const where = JSON.stringify(position.order.axes);
    if (seen.has(where)) continue;
    seen.add(where);
    situations.push({ archetype, events: names.slice(0, at + 1) });
  }
}

const database = new PGlite();
await migrate(database);
const store = createPostgresStore({ connection: database });
const lines = [];
for (const [index, { archetype, events }] of situations.entries()) {
  const orderId = pathOrderId(index + 1);
  let position = beginWalk(archetypeOf(archetypes, archetype), orderId);
  const commands = new Map();
  const history = [];
  const journal = [];
  for (const name of events) {
    const { result, event, position: next } = takeNamed(position, name);
    position = next;
    if (result === null) continue;
    history.push(...result.history);
    journal.push(...result.journal);
    for (const command of result.commands)
      commands.set(command.id, { ...command, meta: event.meta, runAt: next.now });
  }
  const { order, untried, now } = position;
  const change = {
    before: 0,
    order,
    history,
    journal,
    commands: untried.map((id) => commands.get(id)),
    events: [],
    withdrawn: [],
  };
  const [answer] = await store.commit([{ orderId, now, change, creation: null, settlement: null }]);
  if (answer.status !== 'committed')
    throw new Error(`order ${index}: ${JSON.stringify(answer)} ${answer.error?.message}`);
  const end = finishWalk(position).order;
  lines.push({ archetype, events, now, untried, order, end: end.axes });
}

const rows = [];
const tables = await database.query(
  `select table_schema as schema, table_name as name from information_schema.tables
   where table_schema not in ('pg_catalog', 'information_schema') order by 1, 2`,
);
for (const { schema, name } of tables.rows) {
  const found = await database.query(
    `select row_to_json(t) as row from "${schema}"."${name}" t order by t::text`,
  );
  rows.push(...found.rows.map(({ row }) => ({ schema, table: name, row })));
}
await database.close();

const ndjson = (list) => gzipSync(list.map((entry) => JSON.stringify(entry)).join('\n'), { level: 9 });
writeFileSync(join(folder, 'graph.json'), `${JSON.stringify(stateGraph(), null, 2)}\n`);
writeFileSync(join(folder, 'orders.ndjson.gz'), ndjson(lines));
writeFileSync(join(folder, 'rows.ndjson.gz'), ndjson(rows));
console.log(`${lines.length} orders, ${rows.length} rows, version ${stateGraph().machineVersion}`);
