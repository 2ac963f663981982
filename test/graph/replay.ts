import { createHash } from 'node:crypto';
import { createOrders, type Order, type OrderStore, type Orders, type StepResult } from 'statecart';
import { createMemoryWorld, createSequentialIds } from 'statecart/adapters/memory';
import { contentOf, type EventOf, machineVersion } from 'statecart/machine';
import {
  archetypeOf,
  archetypes,
  beginWalk,
  type NextEvent,
  nextEvents,
  type Path,
  type Position,
  pathOrderId,
  takeEvent,
  type WalkStep,
  walkStart,
} from 'statecart/testing';
import { assertSame } from './same.ts';

type OtherOrders = NonNullable<EventOf<'order.submit'>['others']>;

/** A runtime over a store whose clock the walk sets, and which lets the last step be seen. */
export interface ReplayShop {
  readonly orders: Orders;
  readonly store: OrderStore;
  setNow(now: number): void;
  setArchetype(name: string): void;
  /** What the store is to say of the customer's other orders. */
  setOthers(others: OtherOrders): void;
  /** The last step since it was asked for; `null`: none. */
  takeSeen(): { readonly before: Order | null; readonly result: StepResult } | null;
}

/** Opens a runtime over a store. Its ports are there and never called: no worker runs. */
export function openReplayShop(store: OrderStore): ReplayShop {
  let now = walkStart;
  let terms = {};
  let others: OtherOrders = none;
  let seen: ReturnType<ReplayShop['takeSeen']> = null;
  const clock = { now: () => now, sleep: async () => {}, after: () => () => {} };
  const world = createMemoryWorld({ clock, autopilot: false, deliver: () => {} });
  const { payments: payment, warehouse, fulfillment, shipping } = world;
  const orders = createOrders({
    store: withOthers(store, () => others),
    clock,
    ids: createSequentialIds(1),
    terms: () => terms,
    ports: { payment, warehouse, fulfillment, shipping },
    observer: { stepped: ({ before, result }) => (seen = { before, result }) },
  });
  return {
    orders,
    store,
    setNow: (at) => (now = at),
    setOthers: (given) => (others = given),
    setArchetype: (name) => ({ terms } = archetypeOf(archetypes, name)),
    takeSeen() {
      const last = seen;
      seen = null;
      return last;
    },
  };
}

/**
 * Walks a path by the public API and holds the whole order, and all that the step asked for, against the pure statechart
 * after each event.
 */
export async function replay(shop: ReplayShop, path: Path, index: number): Promise<number> {
  const archetype = archetypeOf(archetypes, path.archetype);
  const orderId = pathOrderId(index);
  shop.setArchetype(path.archetype);
  shop.setNow(walkStart);
  let position: Position = beginWalk(archetype, orderId);
  const { id: _id, ...input } = { ...archetype.input, id: orderId };
  const created = await shop.orders.createDraft({ ...input, id: orderId }, { eventId: 'event-0' });
  assertSame(created, position.order, `path ${index} (${path.archetype}), its draft`);
  for (const [place, name] of path.events.entries()) {
    const next = nextEvents(position.order).find((event) => event.name === name);
    const step = next === undefined ? null : takeEvent(position, asPrepared(shop, position.order, next));
    const where = `path ${index} (${path.archetype}), event ${place + 1}: ${name}`;
    if (step === null) throw new Error(`${where} can't come: run \`npm run state-table\``);
    if (step.taken) await takeCommands(shop.store, orderId, position.now);
    shop.setNow(step.position.now);
    await sendAndCompare(shop, orderId, step, where);
    position = step.position;
  }
  const [stored] = await shop.store.load([orderId]);
  assertSame(stored?.order, position.order, `path ${index} (${path.archetype}), as stored at the end`);
  assertSame([...(stored?.untried ?? [])].sort(), [...position.untried].sort(), `path ${index}, untried`);
  return path.events.length;
}

const none: OtherOrders = { open: 0, orders: 0, totalMinor: 0, duplicate: null };

/** A submission with what the runtime finds out for it; of other orders the store says what the walk has. */
function asPrepared(shop: ReplayShop, order: Order, next: NextEvent): NextEvent {
  const { event } = next;
  if (event.type !== 'order.submit') return next;
  const others = event.others ?? none;
  shop.setOthers(others);
  const content = contentOf(order);
  if (content === null || order.customer === null)
    return { ...next, event: { ...event, contentHash: null, others: null } };
  const contentHash = createHash('sha256').update(content).digest('hex');
  return { ...next, event: { ...event, contentHash, others: looksAround(order) ? others : null } };
}

/** Whether the terms set a limit to what there may be besides the order. */
function looksAround({ terms: { limits, duplicates }, currency }: Order): boolean {
  const limited = [limits.maxOpenOrders, limits.maxCustomerOrders, limits.maxCustomerMinor[currency] ?? null];
  return duplicates.outcome !== 'allow' || limited.some((limit) => limit !== null);
}

/** The store, but for what it says of other orders: those of other paths are not the walk's. */
function withOthers(store: OrderStore, others: () => OtherOrders): OrderStore {
  return new Proxy(store, {
    get(target, name) {
      if (name === 'otherOrders') return async () => others();
      const value: unknown = Reflect.get(target, name);
      return typeof value === 'function' ? (value.bind(target) as unknown) : value;
    },
  });
}

async function sendAndCompare(
  shop: ReplayShop,
  orderId: string,
  step: WalkStep,
  where: string,
): Promise<void> {
  const { meta, ...event } = step.event;
  shop.takeSeen();
  const answer = await shop.orders.trySend(orderId, event, { eventId: meta.id });
  const seen = shop.takeSeen();
  if (step.result === null) {
    const code = answer.ok ? `the outcome ${answer.outcome}` : answer.error.code;
    assertSame(code, 'NOT_ALLOWED', where);
    return;
  }
  if (!answer.ok) throw new Error(`${where}: ${answer.error.message}`, { cause: answer.error });
  assertSame(answer.outcome, step.outcome, where);
  assertSame(answer.order, step.position.order, where);
  if (step.outcome === 'duplicate') return;
  assertSame(seen?.before, step.before, `${where}, the order as it was loaded`);
  assertSame(seen?.result, step.result, `${where}, the whole step`);
}

/** What a worker does that has called the ports and waits for the answers: no command is untried any more. */
async function takeCommands(store: OrderStore, orderId: string, now: number): Promise<void> {
  for (let round = 0; ; round += 1) {
    const token = `${orderId}-${now}-${round}`;
    const [claim] = await store.claim({
      token,
      now,
      leaseMs: 1_000,
      limit: 1,
      machineVersions: [machineVersion],
      orderIds: [orderId],
    });
    if (claim === undefined) return;
    const settlement = {
      token,
      done: claim.commands.map((command) => command.id),
      published: claim.events.map((event) => event.id),
      later: [],
      handled: [],
      dead: [],
    };
    const [answer] = await store.commit([{ orderId, now, change: null, creation: null, settlement }]);
    assertSame(answer?.status, 'committed', `the commands of ${orderId}`);
    if (claim.commands.length === 0) return;
  }
}
