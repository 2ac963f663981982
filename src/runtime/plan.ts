import type { Problem } from '../errors/index.ts';
import {
  allocateStock,
  baseName,
  type ComposedOrder,
  type EventMeta,
  type EventOf,
  type EventType,
  type JsonObject,
  journalData,
  type LineAllocation,
  type Order,
  type OrderEvent,
  type Refusal,
  type RequestType,
} from '../machine/index.ts';
import type { Context } from './context.ts';
import { type Caller, stamp, stampChecked } from './meta.ts';
import { checkAddresses } from './prepare/addresses.ts';
import { checkLines } from './prepare/catalog.ts';
import { askCustomer } from './prepare/customer.ts';
import { draftLines, repricedLines } from './prepare/line-drafts.ts';
import { askOtherOrders } from './prepare/other-orders.ts';
import { changesPrices, priceEdit, priceSubmission, priceSubstitutes } from './prepare/price-plans.ts';
import { pricesAreAsked } from './prepare/prices.ts';
import { refuseProblems } from './prepare/refuse-problems.ts';
import { askStockLevels } from './prepare/stock-levels.ts';
import { refusalsOf, stateRefusals } from './refusals.ts';

/** Events for an order, or all that stands against them: what ports found, and what rules object to. */
export type Planned =
  | readonly OrderEvent[]
  | {
      readonly type: RequestType;
      readonly problems: readonly Problem[];
      readonly refusals: readonly Refusal[];
    };

/** What is to happen to an order, and what must be asked of read-only ports before it can. */
export interface Plan {
  readonly type: EventType;
  /** Stamped once: it stays the same event however often it is tried. */
  readonly meta: EventMeta;
  /** What the journal keeps of it, should it be refused. */
  readonly journaled: JsonObject;
  /** Whether `events` asks ports: then it is called before the order's turn, and again only if the order has moved on. */
  readonly asksPorts: boolean;
  /** Whether ports are asked although the order's state refuses the request, so that all that is wrong is said at once. */
  readonly asksAnyway?: (order: Order) => boolean;
  /** The events, for the order as it stands. */
  events(order: Order): Promise<Planned>;
}

/** An event that needs nothing from outside. */
export function planEvent(event: OrderEvent, of?: ComposedOrder): Plan {
  const { type, meta } = event;
  return {
    type,
    meta,
    journaled: (of?.journalData ?? journalData)(event),
    asksPorts: false,
    events: async () => [event],
  };
}

/** An edit: its customer must exist, its lines must be the catalog's, its addresses addresses; discounts and taxes are what their ports say. */
export function planEdit(context: Context, event: EventOf<'draft.edit'>): Plan {
  const priced = pricesAreAsked(context) && changesPrices(event);
  return {
    ...planEvent(event),
    asksPorts:
      priced ||
      [event.lines, event.customer, event.shippingAddress, event.billingAddress].some(
        (given) => given !== undefined && given !== null,
      ),
    async events(order) {
      const [customer, lines] = await Promise.all([
        event.customer === undefined && !givesAddress(event)
          ? { record: null, problems: [] }
          : askCustomer(context, event.customer ?? order.customer),
        checkLines(context, event.lines ?? [], order.currency),
      ]);
      const addresses = await checkAddresses(context, customer, event);
      const edit = addresses.given;
      const edited = event.lines === undefined ? edit : { ...edit, lines: [...lines.lines] };
      const prices = priced ? await priceEdit(context, order, edited) : null;
      refuseProblems('the edit is not possible', [
        ...(event.customer === undefined ? [] : customer.problems),
        ...lines.problems,
        ...addresses.problems,
        ...(prices?.problems ?? []),
      ]);
      return [prices === null ? edited : { ...edited, lines: [...prices.lines], shipping: prices.shipping }];
    },
  };
}

function givesAddress(event: Pick<EventOf<'draft.edit'>, 'shippingAddress' | 'billingAddress'>): boolean {
  return Boolean(event.shippingAddress) || Boolean(event.billingAddress);
}

/** Other addresses: they must be addresses, or the customer's. */
export function planAddressChange(context: Context, event: EventOf<'address.change'>): Plan {
  return {
    ...planEvent(event),
    asksPorts: givesAddress(event),
    async events(order) {
      const customer = await askCustomer(context, order.customer);
      const addresses = await checkAddresses(context, customer, event);
      refuseProblems('the addresses can not be changed', addresses.problems);
      return [addresses.given];
    },
  };
}

/** Substitutes: they must be the catalog's, and each gets the warehouse it is taken from, unless the caller has decided. */
export function planSubstitution(context: Context, event: EventOf<'shortfall.substitute'>): Plan {
  return {
    ...planEvent(event),
    asksPorts: true,
    async events(order) {
      const asks = event.allocations.length === 0;
      const [checked, levels] = await Promise.all([
        checkLines(context, event.lines, order.currency),
        asks ? askStockLevels(context, event.lines) : [],
      ]);
      const prices = await priceSubstitutes(context, order, checked.lines);
      refuseProblems('the substitution is not possible', [...checked.problems, ...prices.problems]);
      const lines = [...prices.lines];
      const allocations = asks
        ? [...allocateStock(draftLines(lines), levels, order.terms)]
        : event.allocations;
      return [{ ...event, lines, allocations }];
    },
  };
}

/** What the caller of a submission has decided already. What is left out is asked for. */
export interface SubmissionGiven {
  readonly number?: string;
  readonly allocations?: readonly LineAllocation[];
}

/** A submission: the order gets its number, and each line the warehouse it is taken from. */
export function planSubmission(context: Context, caller: Caller, given: SubmissionGiven = {}): Plan {
  const meta = stampChecked(context, caller);
  return {
    type: 'order.submit',
    meta,
    journaled: {},
    asksPorts: true,
    asksAnyway: ({ axes }) => baseName(axes.status) === 'draft',
    async events(order) {
      const { shipping: shippingAddress, billing: billingAddress } = order.addresses;
      const isPlaceable = stateRefusals(context.order, order, 'order.submit').length === 0;
      const [customer, lines, levels, facts] = await Promise.all([
        askCustomer(context, order.customer),
        checkLines(context, repricedLines(order.lines), order.currency),
        given.allocations === undefined && isPlaceable ? askStockLevels(context, order.lines) : [],
        askOtherOrders(context, order),
      ]);
      const addresses = await checkAddresses(context, customer, { shippingAddress, billingAddress });
      const { given: found } = addresses;
      const located = {
        ...order,
        addresses: { shipping: found.shippingAddress, billing: found.billingAddress },
      };
      const prices = await priceSubmission(context, located, lines.lines);
      const problems = [...customer.problems, ...lines.problems, ...addresses.problems, ...prices.problems];
      const submit: EventOf<'order.submit'> = {
        type: 'order.submit',
        meta,
        number: given.number ?? order.id,
        allocations: [...(given.allocations ?? allocateStock(order.lines, levels, order.terms))],
        ...facts,
      };
      if (problems.length > 0)
        return { type: submit.type, problems, refusals: refusalsOf(context.order, order, submit) };
      const repriced = lines.changed || prices.differ;
      const edited = repriced || addresses.changed;
      // What an edit changes is judged with it; all else here, so that an order that is refused takes no number.
      const refusals = edited ? [] : refusalsOf(context.order, order, submit);
      if (refusals.length > 0) return { type: submit.type, problems, refusals };
      const numbered = { ...submit, number: given.number ?? (await nextOrderNumber(context, context.store)) };
      if (!edited) return [numbered];
      const edit = stamp(context, {
        ...caller,
        eventId: context.ids.next(),
        correlationId: meta.correlationId,
        causationId: meta.id,
      });
      return [
        {
          type: 'draft.edit',
          meta: edit,
          ...(repriced ? { lines: [...prices.lines], shipping: prices.shipping } : {}),
          ...(addresses.changed ? addresses.given : {}),
        },
        numbered,
      ];
    },
  };
}

/** The number that people will use, from the store's sequence. */
export async function nextOrderNumber(
  context: Context,
  store: { nextNumber(): Promise<number> },
): Promise<string> {
  return context.options.numberFormat(await store.nextNumber(), context.clock.now());
}
