/** A shop as a process of its own, over a database that others share: it does what its parent asks, until it is killed. */
import pg from 'pg';
import { type Clock, createOrders, type OrderStore, type Orders } from 'statecart';
import { createMemoryClock, createMemoryWorld } from 'statecart/adapters/memory';
import { createPostgresStore } from 'statecart/adapters/postgres';
import { systemClock } from 'statecart/adapters/system';
import { connectOutside } from '../../../examples/demo/outside/client.ts';
import { type Arm, Failpoints, type Moment } from './failpoints.ts';
import type { ShopSetup } from './shop-process.ts';
import { tracedPool } from './traced-pool.ts';
import { fileBus, tracedPorts } from './traced-ports.ts';
import { tracedStore } from './traced-store.ts';
import { type AnswerMessage, type CallMessage, fromWire, toWire } from './wire.ts';

const setup = JSON.parse(process.argv[2] ?? '') as ShopSetup;
const { connectionString, schema, termsOf } = setup;
const points = new Failpoints(setup.trace);
const pool = new pg.Pool({ connectionString, max: 10 });
pool.on('error', () => {});
const connection = tracedPool(pool, points.reach) as pg.Pool;
const openStore = () => tracedStore(createPostgresStore({ connection, schema }), points.reach);
const store = openStore();
const turned = setup.now === null ? null : createMemoryClock({ now: setup.now });
const clock = turned ?? systemClock;
const orders: Orders = createOrders({
  store,
  clock,
  terms: ({ input }) => termsOf[String(input.metadata?.['key'])] ?? {},
  ports: tracedPorts(portsOf(setup.outside, clock), points.reach),
  bus: fileBus(setup.bus, points.reach),
  worker: setup.worker,
});

/** Without an outside nobody ever calls a port: the process is there for its orders or its store alone. */
function portsOf(outside: string | null, time: Clock) {
  if (outside !== null) return connectOutside(outside).ports;
  return createMemoryWorld({ clock: time, autopilot: false }).ports;
}

const itself = {
  arm: async (arm: Arm | null) => points.arm(arm),
  armMoment: (moment: Moment) => points.armMoment(moment),
  /** Goes on to a moment that the parent says: all processes of a test live by one time. */
  turnTo: async (now: number) => turned?.advance(Math.max(0, now - turned.now())),
  /** The store anew: it knows nothing of what was there before. */
  async reopen() {
    targets.store = openStore();
  },
};
const targets: Record<CallMessage['target'], object> = {
  store: store satisfies OrderStore<never>,
  orders,
  process: itself,
};

async function answer({ id, target, method, args }: CallMessage): Promise<void> {
  let message: AnswerMessage;
  try {
    const call = Reflect.get(targets[target], method) as (...given: unknown[]) => Promise<unknown>;
    message = { id, ok: true, value: toWire(await call(...(fromWire(args) as unknown[]))) };
  } catch (error) {
    message = { id, ok: false, value: toWire(error) };
  }
  process.send?.(message);
}

process.on('message', (message: CallMessage) => void answer(message));
process.on('disconnect', () => process.exit());
process.send?.({ id: 0, ok: true, value: null } satisfies AnswerMessage);
