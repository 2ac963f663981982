import assert from 'node:assert/strict';
import {
  type Command,
  type EventMeta,
  type JournalEntry,
  knownVersions,
  type Order,
  type PublishedEvent,
  type StatusRecord,
} from '../../../machine/index.ts';
import type {
  Claim,
  ClaimRequest,
  ClaimSettlement,
  CommitAnswer,
  DeadLetter,
  InboxMessage,
  OrderChange,
  OrderStore,
  OrderWrite,
  StoredOrder,
} from '../../../ports/index.ts';
import { type SampleOptions, sampleDraft, sampleTime } from '../../sample-orders.ts';

/** Shortly after the sample orders were created. */
export const now = sampleTime + 60_000;
/** How long the claims of the contract last. */
export const leaseMs = 30_000;
export const committed: CommitAnswer = { status: 'committed' };
export const conflicted: CommitAnswer = { status: 'version' };
export const leaseLost: CommitAnswer = { status: 'lease' };

export function meta(id: string): EventMeta {
  return {
    id,
    occurredAt: now - 5,
    receivedAt: now,
    actor: 'user-1',
    correlationId: 'correlation-1',
    causationId: null,
    traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
    untried: [],
  };
}

type NewCommand = OrderChange['commands'][number];
type NewEvent = OrderChange['events'][number];

/** A command of an order. */
export function command(order: Order, n: number, also: Partial<NewCommand> = {}): NewCommand {
  const base: Command = {
    id: `${order.id}:transaction:${n}`,
    type: 'payment.capture',
    lane: 'payment:1',
    data: { amountMinor: 100 * n, note: null },
  };
  return { ...base, meta: meta(`event-${n}`), runAt: now, ...also };
}

/** The published event of an order with a sequence number. */
export function event(order: Order, sequence: number): NewEvent {
  const base: PublishedEvent = {
    id: `${order.id}:${sequence}:0`,
    type: 'order.status_changed',
    sequence,
    occurredAt: now - 7,
    data: { from: 'draft', to: 'pending', sequence },
  };
  return { ...base, meta: meta(`event-${sequence}`) };
}

/** An edge that an order took. */
export function edge(version: number, index = 0): StatusRecord {
  return {
    version,
    index,
    from: version === 1 ? null : 'draft',
    to: version === 1 ? 'draft' : 'pending',
    reason: 'customer_request',
    note: null,
    actor: 'user-1',
    at: now + version,
    event: `event-${version}`,
  };
}

/** An entry of an order's journal. */
export function entry(version: number, also: Partial<JournalEntry> = {}): JournalEntry {
  return {
    version,
    type: 'order.submit',
    outcome: 'applied',
    meta: meta(`event-${version}`),
    data: { checkout: { step: 3 } },
    changes: ['status: draft>pending'],
    anomaly: null,
    ...also,
  };
}

/** A message from outside for an order. */
export function message(orderRef: string, messageId: string, also: Partial<InboxMessage> = {}): InboxMessage {
  return {
    handler: 'payments',
    messageId,
    bodyHash: 'a'.repeat(64),
    orderRef,
    fact: { type: 'payment.captured', amountMinor: 100 },
    meta: meta(messageId),
    ...also,
  };
}

/** The next version of an order. */
export function next(order: Order, also: Partial<Order> = {}): Order {
  return { ...order, ...also, version: order.version + 1 };
}

/** A write of one order. Without `before` the order is new. */
export function write(
  order: Order,
  also: Partial<Omit<OrderChange, 'order'>> &
    Partial<Pick<OrderWrite, 'creation' | 'settlement' | 'now'>> = {},
): OrderWrite {
  const { creation = null, settlement = null, now: at = now, ...change } = also;
  return {
    orderId: order.id,
    now: at,
    change: {
      before: 0,
      order,
      history: [],
      journal: [],
      commands: [],
      events: [],
      withdrawn: [],
      ...change,
    },
    creation,
    settlement,
  };
}

/** A write that changes work rows only. */
export function settle(claim: Claim, also: Partial<ClaimSettlement> = {}, at: number = now): OrderWrite {
  return {
    orderId: claim.order.id,
    now: at,
    change: null,
    creation: null,
    settlement: settlement(claim.token, also),
  };
}

function settlement(token: string, also: Partial<ClaimSettlement> = {}): ClaimSettlement {
  return { token, done: [], later: [], published: [], handled: [], dead: [], ...also };
}

/** Commits one write that has to succeed. */
export async function commit(store: OrderStore, one: OrderWrite): Promise<void> {
  assert.deepEqual(await store.commit([one]), [committed]);
}

/** Puts a draft into the store. */
export async function place(
  store: OrderStore,
  options: SampleOptions & Partial<Order> = {},
  also: (order: Order) => Partial<OrderChange> = () => ({}),
): Promise<Order> {
  const { seed, number, at, ...fields } = options;
  const chosen = { ...(seed === undefined ? {} : { seed }), ...(at === undefined ? {} : { at }) };
  const order: Order = { ...sampleDraft({ ...chosen, number: number ?? null }), ...fields };
  await commit(store, write(order, also(order)));
  return order;
}

/** Claims under a token. */
export async function claim(
  store: OrderStore,
  token: string,
  also: Partial<ClaimRequest> = {},
): Promise<readonly Claim[]> {
  return store.claim({ token, now, leaseMs, limit: 10, machineVersions: knownVersions, ...also });
}

/** Claims under a token what has to be exactly one order. */
export async function claimOne(
  store: OrderStore,
  token: string,
  also: Partial<ClaimRequest> = {},
): Promise<Claim> {
  const claims = await claim(store, token, also);
  assert.equal(claims.length, 1, `expected one claim, got ${claims.length}`);
  return claims[0]!;
}

/** The order with an id, which has to exist. */
export async function stored(store: OrderStore, id: string): Promise<StoredOrder> {
  const found = await store.load([id]);
  assert.equal(found.length, 1, `expected order ${id} to be stored`);
  return found[0]!;
}

/** Everything the store tells about an order, to see that it did not change. */
export async function everything(store: OrderStore, id: string): Promise<unknown> {
  return {
    stored: await store.load([id]),
    history: await store.history(id),
    deadLetters: await store.deadLetters({ orderId: id, limit: 100 }),
  };
}

/** A placed order at rest, with journals. */
export async function placeOld(store: OrderStore, seed: string, at: number): Promise<Order> {
  const draft = { ...sampleDraft({ seed, number: `OLD-${seed}` }), deadlines: [] };
  const timestamps = { ...draft.timestamps, placedAt: at, updatedAt: at };
  const order: Order = { ...draft, axes: { ...draft.axes, status: 'delivered' }, timestamps };
  await commit(store, write(order, { history: [edge(1)], journal: [entry(1)] }));
  return order;
}

/** A dead letter of a claimed command. */
export function deadCommand(claimed: Claim, index = 0): DeadLetter {
  const dead = claimed.commands[index]!;
  return {
    id: `command:${dead.id}`,
    kind: 'command',
    orderId: claimed.order.id,
    type: dead.type,
    data: dead.data,
    meta: dead.meta,
    attempts: dead.attempts,
    error: 'the bank is gone',
    at: now,
  };
}
