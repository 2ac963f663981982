import { isOrderError, OrderError } from '../errors/index.ts';
import {
  type ComposedOrder,
  type Order,
  type OrderEvent,
  type Refusal,
  type RequestType,
  type StepResult,
} from '../machine/index.ts';
import type { OrderStore } from '../ports/index.ts';
import type { Context } from './context.ts';
import { applyEvent, type Fold, foldOf, outcomeOf } from './fold.ts';
import { assertKnownVersion, type LoadedOrder, loadStored } from './load.ts';
import type { Plan, Planned } from './plan.ts';
import {
  announceRefusal,
  isRequest,
  type RefusedRequest,
  refusalEntry,
  refusalError,
  refusalsOf,
  stateRefusals,
} from './refusals.ts';
import { type Decision, transact } from './transact.ts';

/** What became of an event. */
export type SendResult =
  | {
      readonly ok: true;
      /** The order after the event. */
      readonly order: Order;
      /** `duplicate`: it was known, nothing changed; `anomaly`: a fact that did not fit was recorded for people to see. */
      readonly outcome: StepResult['outcome'];
    }
  | {
      readonly ok: false;
      readonly error: OrderError;
      /** Why, if a rule refused it. */
      readonly refusals: readonly Refusal[];
    };

/** An event that came before, under the id that its sender gave it. */
interface Known {
  readonly known: Order;
}

/** How an event is sent. */
export interface Sending {
  readonly ifVersion?: number | undefined;
  /** The sender gave the event its id: the same id again is the same event. */
  readonly named: boolean;
}

/**
 * Prepares, loads, admits, steps and commits. A refusal is an answer; everything else that goes wrong is thrown.
 */
export async function attempt(
  context: Context,
  orderId: string,
  plan: Plan,
  { ifVersion, named }: Sending,
): Promise<SendResult> {
  await context.ready();
  let prepared: { readonly version: number; readonly plan: Planned } | null = null;
  const prepare = async (order: Order): Promise<Planned> => {
    prepared = { version: order.version, plan: await plan.events(order) };
    return prepared.plan;
  };
  if (plan.asksPorts) await prepareAhead(context, orderId, plan, prepare);
  const decision = await transact<RefusedRequest | Known>(context, orderId, async (stored) => {
    if (named && (await isKnown(context.store, orderId, plan))) return { answer: { known: stored.order } };
    assertVersion(stored.order, ifVersion);
    const { order } = stored;
    const ahead = prepared?.version === order.version ? prepared.plan : null;
    const refused = refusedByState(context.order, order, plan);
    if (refused !== null) return { answer: withFindings(refused, ahead) };
    const planned = ahead ?? (await prepare(order));
    if ('problems' in planned) return { answer: { of: context.order, order, ...planned } };
    return decideAll(stored, planned);
  });
  if (!('answer' in decision))
    return { ok: true, order: decision.fold.order, outcome: outcomeOf(decision.fold) };
  const { answer } = decision;
  if ('known' in answer) return { ok: true, order: answer.known, outcome: 'duplicate' };
  announceRefusal(context, answer, plan.meta);
  const entry = refusalEntry(answer, plan.meta, plan.journaled);
  await context.store.recordRefusals([{ orderId, entry }]);
  return { ok: false, error: refusalError(answer), refusals: answer.refusals };
}

/**
 * Whether an event came to the order under its id before. One that was refused may come again.
 * @throws OrderError `MESSAGE_ID_REUSED` when it was another event.
 */
export async function isKnown(
  store: Pick<OrderStore, 'appliedAs'>,
  orderId: string,
  { type, meta }: Pick<Plan, 'type' | 'meta'>,
): Promise<boolean> {
  const was = await store.appliedAs(orderId, meta.id);
  if (was === null || was === type) return was !== null;
  throw new OrderError(
    'MESSAGE_ID_REUSED',
    `event ${meta.id} came to order ${orderId} before, as \`${was}\`, and now as \`${type}\`. Give each event an id of its own; nothing was changed.`,
    { retry: 'afterFix', details: { orderId, eventId: meta.id, was, type } },
  );
}

/** Asks the ports before the order's turn comes, so that nobody waits in line behind a slow port. */
async function prepareAhead(
  context: Context,
  orderId: string,
  plan: Plan,
  prepare: (order: Order) => Promise<unknown>,
): Promise<void> {
  const { order } = await loadStored(context.loads, orderId, context.order);
  assertKnownVersion(order);
  if (refusedByState(context.order, order, plan) === null) return void (await prepare(order));
  if (plan.asksAnyway?.(order) !== true) return;
  try {
    await prepare(order);
  } catch (error) {
    // The order's state refuses the request whatever the ports would have said.
    if (!isOrderError(error, 'PORT_FAILED')) throw error;
  }
}

/** A refusal with all that was found besides, if anybody has looked. */
function withFindings(refused: RefusedRequest, planned: Planned | null): RefusedRequest {
  if (planned === null || !('problems' in planned)) return refused;
  return { ...refused, refusals: planned.refusals, problems: planned.problems };
}

function refusedByState(of: ComposedOrder, order: Order, plan: Plan): RefusedRequest | null {
  if (!of.requestTypes.includes(plan.type)) return null;
  const type = plan.type as RequestType;
  const refusals = stateRefusals(of, order, type);
  return refusals.length === 0 ? null : { of, order, type, refusals, problems: [] };
}

/** Takes events through the rules and the machine, one after the other. The first refusal refuses them all. */
export function decideAll(stored: LoadedOrder, events: readonly OrderEvent[]): Decision<RefusedRequest> {
  let fold: Fold = foldOf(stored);
  const { of } = stored;
  for (const event of events) {
    const refusals = refusalsOf(of, fold.order, event);
    if (refusals.length > 0 && isRequest(of, event)) {
      return { answer: { of, order: fold.order, type: event.type, refusals, problems: [] } };
    }
    fold = applyEvent(fold, event, of);
  }
  return { fold };
}

/** @throws OrderError `VERSION_CONFLICT` when the caller has seen another version than the order's. */
export function assertVersion(order: Order, ifVersion: number | undefined): void {
  if (ifVersion === undefined || order.version === ifVersion) return;
  throw new OrderError(
    'VERSION_CONFLICT',
    `order ${order.number ?? order.id} is at version ${order.version}, not ${ifVersion}. Look at it again before you go on.`,
    { retry: 'afterFix', details: { orderId: order.id, version: order.version, ifVersion } },
  );
}

/** Turns every {@link OrderError} into an answer. */
export async function answering(work: () => Promise<SendResult>): Promise<SendResult> {
  try {
    return await work();
  } catch (error) {
    if (isOrderError(error)) return { ok: false, error, refusals: [] };
    throw error;
  }
}

/** The order, or the error thrown. */
export function orderOf(result: SendResult): Order {
  if (result.ok) return result.order;
  throw result.error;
}
