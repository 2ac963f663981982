/**
 * An order that waits at a counter, on an embedded Postgres.
 * Run: npx tsx examples/extending/main.ts
 */
import { PGlite } from '@electric-sql/pglite';
import { createMemoryClock } from 'statecart/adapters/memory';
import { createPostgresStore, migrate } from 'statecart/adapters/postgres';
import { openPickupShop, sendMugs } from './shop.ts';

const database = await PGlite.create('memory://');
await migrate(database);
const clock = createMemoryClock();
const shop = openPickupShop(createPostgresStore({ connection: database }), clock);
const { orders, told } = shop;

const id = await sendMugs(shop);
await orders.send(id, { type: 'pickup.arrived', storeId: 'berlin-mitte', shelf: '4' });
await orders.drain();
const waiting = await orders.get(id);
console.log(waiting.axes.status, 'on shelf', waiting.extension.pickup?.shelf);
console.log(told.join('\n'));

const tooLong = await orders.trySend(id, { type: 'pickup.extend', days: 14 });
console.log(tooLong.ok ? 'it waits two weeks longer' : tooLong.error.message);
const more = await orders.trySend(id, { type: 'pickup.extend', days: 1 });
console.log(more.ok ? 'it waits a day longer' : more.refusals[0]?.reason);

await orders.send(id, { type: 'pickup.collected', collectedBy: 'Ada' });
for (const { from, to } of (await orders.history(id)).history) console.log(`${from ?? ''} > ${to}`);
await database.close();
