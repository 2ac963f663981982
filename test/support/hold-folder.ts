import { openPglite } from '../../src/adapters/pglite/index.ts';
import { sampleDraft } from '../../src/testing/sample-orders.ts';

/** A process that opens a folder, commits an order, says so, and stays until it is killed. */
const { store } = await openPglite(process.argv[2]!);
const order = sampleDraft();
const now = order.timestamps.createdAt;
const change = { before: 0, order, history: [], journal: [], commands: [], events: [], withdrawn: [] };
await store.commit([{ orderId: order.id, now, change, creation: null, settlement: null }]);
process.stdout.write(`holding ${order.id}\n`);
setInterval(() => {}, 1_000);
