import { OrderError } from '../errors/index.ts';
import { type EventInput, type Order, parseAs } from '../machine/index.ts';
import type { JoinedStore } from '../ports/index.ts';
import { answering, assertVersion, decideAll, isKnown, orderOf, type SendResult } from './attempt.ts';
import { committerOf, commitWrite } from './commit.ts';
import type { Context } from './context.ts';
import { type CreateInput, creationKeySchema } from './create-input.ts';
import {
  type CreateOptions,
  createIn,
  findCreated,
  fingerprint,
  type PreparedOrder,
  readDraft,
  submissionAllocations,
} from './creation.ts';
import { changeOf, outcomeOf } from './fold.ts';
import { assertKnownVersion, loadStored } from './load.ts';
import { planEvent } from './plan.ts';
import { unlooked } from './prepare/other-orders.ts';
import { loadByNumber } from './reads.ts';
import { announceRefusal, isRequest, refusalEntry, refusalError } from './refusals.ts';
import { isNamed, readEvent, type SendOptions } from './requests.ts';

/**
 * Orders within a caller's own transaction: what these methods write is committed, or not, with the caller's rows. They
 * call no port, retry nothing and wait for nothing; the order stays locked until the transaction ends. Observers see a
 * step when it is written, whatever becomes of the transaction.
 */
export interface JoinedOrders {
  /** Creates a draft. Customers and products are not checked: `prepare` does that outside. */
  createDraft(input: CreateInput, options?: CreateOptions): Promise<Order>;
  /**
   * Creates and submits an order. Give it what `orders.prepare` made before the transaction; a bare input is taken as it
   * is, and stock is asked of the warehouses that its lines name.
   */
  create(input: CreateInput | PreparedOrder, options?: CreateOptions): Promise<Order>;
  /** Sends an event. @throws OrderError as `orders.send`; roll back on `VERSION_CONFLICT`. */
  send(orderId: string, event: EventInput, options?: SendOptions): Promise<Order>;
  /** As `send`, with a refusal as an answer. */
  trySend(orderId: string, event: EventInput, options?: SendOptions): Promise<SendResult>;
  /** @throws OrderError `ORDER_NOT_FOUND`. */
  get(orderId: string): Promise<Order>;
  /** @throws OrderError `ORDER_NOT_FOUND`. */
  getByNumber(orderNumber: string): Promise<Order>;
}

/** The store within a transaction, if the store can do that. */
export function joinedStore(context: Context, transaction: unknown): JoinedStore {
  const { store } = context;
  if (store.join !== undefined) return store.join(transaction);
  throw new OrderError(
    'NOT_ALLOWED',
    "this store can't join a transaction of the caller. Use a store with `join`, such as Postgres.",
    {
      retry: 'afterFix',
    },
  );
}

/** The methods within one transaction. */
export function createJoined(context: Context, store: JoinedStore): JoinedOrders {
  const create = async (
    input: CreateInput | PreparedOrder,
    submit: boolean,
    options: CreateOptions,
  ): Promise<Order> => {
    const { idempotencyKey, ...caller } = options;
    const prepared = 'draft' in input ? input : unasked(context, input, submit);
    const creation =
      idempotencyKey === undefined ? null : await creationOf(context, input, submit, idempotencyKey);
    const known = creation === null ? null : await findCreated(context, store, creation.key, creation.hash);
    if (known !== null) return known;
    const order = await createIn(context, store, prepared, creation, caller);
    context.wakeups.joined(order.id);
    return order;
  };
  const attemptJoined = (orderId: string, input: EventInput, options: SendOptions): Promise<SendResult> =>
    attemptIn(context, store, orderId, input, options);
  return {
    createDraft: (input, options = {}) => create(input, false, options),
    create: (input, options = {}) => create(input, true, options),
    send: async (orderId, event, options = {}) => orderOf(await attemptJoined(orderId, event, options)),
    trySend: async (orderId, event, options = {}) =>
      answering(async () => attemptJoined(orderId, event, options)),
    get: async (orderId) => (await loadStored(store, orderId, context.order)).order,
    getByNumber: async (orderNumber) => loadByNumber(store, orderNumber, context.order),
  };
}

function unasked(context: Context, input: CreateInput, submit: boolean): PreparedOrder {
  const draft = readDraft(context, input);
  return {
    input,
    draft,
    problems: [],
    ...unlooked,
    allocations: submit ? submissionAllocations(context, draft, []) : null,
  };
}

async function creationOf(
  context: Context,
  input: CreateInput | PreparedOrder,
  submit: boolean,
  idempotencyKey: string,
) {
  const key = parseAs(creationKeySchema, idempotencyKey, 'the idempotencyKey');
  return { key, hash: await fingerprint(context, 'draft' in input ? input.input : input, submit) };
}

async function attemptIn(
  context: Context,
  store: JoinedStore,
  orderId: string,
  input: EventInput,
  options: SendOptions,
): Promise<SendResult> {
  const event = readEvent(context, input, options);
  const stored = await loadStored(store, orderId, context.order);
  assertKnownVersion(stored.order);
  if (isNamed(input, options) && (await isKnown(store, orderId, event)))
    return { ok: true, order: stored.order, outcome: 'duplicate' };
  assertVersion(stored.order, options.ifVersion);
  const decision = decideAll(stored, [event]);
  if ('answer' in decision) {
    const { answer } = decision;
    const entry = refusalEntry(answer, event.meta, planEvent(event, context.order).journaled);
    announceRefusal(context, answer, event.meta);
    // Not awaited: on a store with one connection it would wait for the very transaction that waits for it.
    context.background.run('journaling a refusal', () => context.store.recordRefusals([{ orderId, entry }]));
    return { ok: false, error: refusalError(answer), refusals: answer.refusals };
  }
  const { fold } = decision;
  const now = context.clock.now();
  const change = changeOf(fold, now);
  if (change !== null) {
    const answer = await commitWrite(
      context,
      committerOf(store),
      { orderId, now, change, creation: null, settlement: null },
      fold.steps,
    );
    if (answer.status !== 'committed')
      throw conflict(orderId, isRequest(context.order, event) ? event.type : 'the event');
    context.wakeups.joined(orderId);
  }
  return { ok: true, order: fold.order, outcome: outcomeOf(fold) };
}

function conflict(orderId: string, what: string): OrderError {
  return new OrderError(
    'VERSION_CONFLICT',
    `a worker began to perform what ${what} would have withdrawn from order ${orderId}. Roll back, and run the transaction again.`,
    {
      retry: 'later',
      details: { orderId },
    },
  );
}
