import { OrderError, type Problem } from '../errors/index.ts';
import {
  allocateStock,
  type Draft,
  type EventOf,
  type LineAllocation,
  type Order,
  parseAs,
  type Refusal,
  termsSchema,
} from '../machine/index.ts';
import type { JoinedStore, OrderStore, StockLevel } from '../ports/index.ts';
import { canonicalJson } from './canonical-json.ts';
import { type Committer, committerOf, commitWrite } from './commit.ts';
import type { Context } from './context.ts';
import { type CreateInput, creationKeySchema } from './create-input.ts';
import { applyEvent, changeOf, type Fold, foldNew } from './fold.ts';
import { loadStored } from './load.ts';
import { type Caller, stamp, stampChecked } from './meta.ts';
import { nextOrderNumber } from './plan.ts';
import { type AddressGiven, checkAddresses, isWrittenOut } from './prepare/addresses.ts';
import { checkLines } from './prepare/catalog.ts';
import { askCustomer } from './prepare/customer.ts';
import { askOtherOrders, type SubmissionFacts, unlooked } from './prepare/other-orders.ts';
import { priceProblems } from './prepare/price-changes.ts';
import { askPrices } from './prepare/prices.ts';
import { problemsError, refuseProblems } from './prepare/refuse-problems.ts';
import { askStockLevels } from './prepare/stock-levels.ts';
import { announceRefusal, problemOf, refusalError, refusalsOf } from './refusals.ts';

/** Who creates an order, and under which key. */
export interface CreateOptions extends Caller {
  /**
   * The caller's own key: however often a creation is called with it, even at the same moment from several processes,
   * there is one order. Printable ASCII, at most 200 characters. @defaultValue none: each call creates an order
   */
  readonly idempotencyKey?: string;
}

/** An order to be, with what the read-only ports said of it. */
export interface PreparedOrder extends SubmissionFacts {
  /** What was asked for, as the idempotency key sees it. */
  readonly input: CreateInput;
  readonly draft: Draft;
  /** Where each line is taken from; `null`: it stays a draft. */
  readonly allocations: readonly LineAllocation[] | null;
  /** What the ports found wrong. */
  readonly problems: readonly Problem[];
}

type CreationStore = Pick<OrderStore | JoinedStore, 'load' | 'find' | 'commit' | 'nextNumber'>;

/** What an input says, with its id and the terms of this moment added. Addresses may still be named only. */
function readInput(context: Context, input: CreateInput) {
  const parsed = parseAs(context.createInput, input, 'the order');
  const { terms } = context.options;
  const at = context.clock.now();
  const given = typeof terms === 'function' ? terms({ input, at }) : terms;
  const complete = parseAs(termsSchema, given, 'what the option `terms` gave');
  return { ...parsed, id: parsed.id ?? context.ids.next(), terms: complete };
}

/** The draft of an input; an address that is still only named is left out, and a problem of its own. */
function draftOf(context: Context, read: ReturnType<typeof readInput>): Draft {
  const written = (address: AddressGiven | null) => (isWrittenOut(address) ? address : null);
  const addresses = {
    shippingAddress: written(read.shippingAddress),
    billingAddress: written(read.billingAddress),
  };
  return parseAs(context.order.draftSchema, { ...read, ...addresses }, 'the order');
}

/**
 * The draft that an input stands for, when nobody can be asked.
 * @throws OrderError `VALIDATION_FAILED`, for an address that would have to be looked up as well.
 */
export function readDraft(context: Context, input: CreateInput): Draft {
  const read = readInput(context, input);
  refuseProblems('the order is not valid', unresolved(read, []));
  return draftOf(context, read);
}

/** Addresses that are named, and of which nothing else is said yet. */
function unresolved(
  read: Pick<ReturnType<typeof readInput>, 'shippingAddress' | 'billingAddress'>,
  known: readonly Problem[],
): readonly Problem[] {
  return (['shippingAddress', 'billingAddress'] as const).flatMap((field) => {
    const address = read[field];
    const path = `${field}.customerAddressId`;
    if (address === null || isWrittenOut(address) || known.some((problem) => problem.path === path))
      return [];
    const message = `${address.customerAddressId} can't be looked up: that needs a registered customer, the customer port, and orders.create or orders.prepare`;
    return [{ path, code: 'address_unresolved', message }];
  });
}

/** Asks the read-only ports about an order to be. */
export async function prepareOrder(
  context: Context,
  input: CreateInput,
  submit: boolean,
): Promise<PreparedOrder> {
  const read = readInput(context, input);
  const [customer, lines, levels] = await Promise.all([
    askCustomer(context, read.customer),
    checkLines(context, read.lines, read.currency),
    submit ? askStockLevels(context, read.lines) : [],
  ]);
  const addresses = await checkAddresses(context, customer, read);
  const placed = draftOf(context, { ...addresses.given, lines: [...lines.lines] });
  const basis = { ...placed, lines: lines.lines, placing: submit };
  const prices = await askPrices(context, basis);
  const changed = priceProblems(context, basis, prices, { currency: placed.currency, said: 'given' });
  const found = [
    ...customer.problems,
    ...lines.problems,
    ...addresses.problems,
    ...prices.problems,
    ...changed,
  ];
  const draft = { ...placed, lines: [...prices.lines], shipping: prices.shipping };
  const facts = submit
    ? await askOtherOrders(context, foldNew(draft, stamp(context, {}), context.order).order)
    : unlooked;
  return {
    input,
    draft,
    allocations: submit ? submissionAllocations(context, draft, levels) : null,
    problems: [...found, ...unresolved(addresses.given, found)],
    ...facts,
  };
}

/** Where each line of an order to be is taken from. */
export function submissionAllocations(
  context: Context,
  draft: Draft,
  levels: readonly StockLevel[],
): readonly LineAllocation[] {
  return allocateStock(foldNew(draft, stamp(context, {}), context.order).order.lines, levels, draft.terms);
}

/** What was asked under a creation key, as a fingerprint. */
export async function fingerprint(context: Context, input: CreateInput, submit: boolean): Promise<string> {
  return context.options.sha256(canonicalJson({ submit, input }));
}

/** Creates a draft, or a submitted order, once per key. */
export async function create(
  context: Context,
  input: CreateInput,
  submit: boolean,
  options: CreateOptions,
): Promise<Order> {
  const { idempotencyKey, ...caller } = options;
  const prepare = () => prepareOrder(context, input, submit);
  if (idempotencyKey === undefined) {
    await context.ready();
    return createIn(context, context.store, await prepare(), null, caller, context.commits);
  }
  const key = parseAs(creationKeySchema, idempotencyKey, 'the idempotencyKey');
  await context.ready();
  return context.locks.run(`creation:${key}`, async () => {
    const hash = await fingerprint(context, input, submit);
    const known = await findCreated(context, context.store, key, hash);
    return known ?? createIn(context, context.store, await prepare(), { key, hash }, caller, context.commits);
  });
}

/** The order that was created under a key, if there is one. @throws OrderError `IDEMPOTENCY_KEY_REUSED`. */
export async function findCreated(
  context: Context,
  store: CreationStore,
  key: string,
  hash: string,
): Promise<Order | null> {
  const known = await store.find({ creationKey: key });
  return known === null ? null : sameCreation(context, store, key, hash, known);
}

async function sameCreation(
  context: Context,
  store: CreationStore,
  key: string,
  hash: string,
  known: { readonly orderId: string; readonly hash: string | null },
): Promise<Order> {
  if (known.hash === hash) return (await loadStored(store, known.orderId, context.order)).order;
  throw new OrderError(
    'IDEMPOTENCY_KEY_REUSED',
    `the key "${key}" created order ${known.orderId} from another input. Use a new key for a new order, or send the same input.`,
    { retry: 'afterFix', details: { key, orderId: known.orderId } },
  );
}

/** Takes a prepared order through the machine and into the store. Calls no port. */
export async function createIn(
  context: Context,
  store: CreationStore,
  prepared: PreparedOrder,
  creation: { readonly key: string; readonly hash: string } | null,
  caller: Caller,
  committer: Committer = committerOf(store),
): Promise<Order> {
  const fold = await foldCreation(context, store, prepared, caller);
  const now = context.clock.now();
  const write = { orderId: fold.order.id, now, change: changeOf(fold, now), creation, settlement: null };
  const answer = await commitWrite(context, committer, write, fold.steps);
  switch (answer.status) {
    case 'committed':
      return fold.order;
    case 'duplicate':
      return sameCreation(context, store, creation?.key ?? '', creation?.hash ?? '', answer);
    case 'version':
      throw new OrderError(
        'VERSION_CONFLICT',
        `there is an order ${fold.order.id} already. Leave the id out, or use an idempotencyKey to get the order that exists.`,
        {
          retry: 'afterFix',
          details: { orderId: fold.order.id },
        },
      );
    case 'lease':
      throw new OrderError('INVARIANT_VIOLATED', 'the store answered `lease` to a write without settlement');
  }
}

async function foldCreation(
  context: Context,
  store: CreationStore,
  prepared: PreparedOrder,
  caller: Caller,
): Promise<Fold> {
  const { draft, allocations, problems, contentHash, others } = prepared;
  const meta = stampChecked(context, caller);
  const created = foldNew(draft, meta, context.order);
  if (allocations === null) {
    refuseProblems('the draft is not possible', problems);
    return created;
  }
  const submit: EventOf<'order.submit'> = {
    type: 'order.submit',
    meta: { ...meta, id: context.ids.next(), causationId: meta.id },
    number: draft.id,
    allocations: [...allocations],
    contentHash,
    others,
  };
  const refusals = refusalsOf(context.order, created.order, submit).filter(
    (refusal) => !isSaid(refusal, problems),
  );
  if (refusals.length > 0 || problems.length > 0)
    throw refusal(context, created.order, refusals, problems, submit.meta);
  return applyEvent(created, { ...submit, number: await nextOrderNumber(context, store) }, context.order);
}

/** Whether an address that is missing was given, and could not be looked up: that is said already. */
function isSaid({ code }: Refusal, problems: readonly Problem[]): boolean {
  return (
    code === 'shipping_address_missing' && problems.some(({ path }) => path.startsWith('shippingAddress.'))
  );
}

/** One error for all that is wrong. There is no order yet, so no journal to write it to. */
function refusal(
  context: Context,
  order: Order,
  refusals: readonly Refusal[],
  problems: readonly Problem[],
  meta: ReturnType<typeof stamp>,
): OrderError {
  const refused = { of: context.order, order, type: 'order.submit' as const, refusals, problems };
  announceRefusal(context, refused, meta);
  if (problems.length === 0) return refusalError(refused);
  return problemsError("the order can't be created", [...problems, ...refusals.map(problemOf)]);
}
