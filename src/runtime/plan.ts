import {
  allocateStock,
  type EventMeta,
  type EventOf,
  type EventType,
  type JsonObject,
  journalData,
  type LineAllocation,
  type Order,
  type OrderEvent,
} from '../machine/index.ts';
import type { Context } from './context.ts';
import { type Caller, stamp } from './meta.ts';
import { checkLines } from './prepare/catalog.ts';
import { customerProblems } from './prepare/customer.ts';
import { draftLines, repricedLines } from './prepare/line-drafts.ts';
import { changesPrices, priceEdit, priceSubmission, priceSubstitutes } from './prepare/price-plans.ts';
import { pricesAreAsked } from './prepare/prices.ts';
import { refuseProblems } from './prepare/refuse-problems.ts';
import { askStockLevels } from './prepare/stock-levels.ts';

/** What is to happen to an order, and what must be asked of read-only ports before it can. */
export interface Plan {
  readonly type: EventType;
  /** Stamped once: it stays the same event however often it is tried. */
  readonly meta: EventMeta;
  /** What the journal keeps of it, should it be refused. */
  readonly journaled: JsonObject;
  /** Whether `events` asks ports: then it is called before the order's turn, and again only if the order has moved on. */
  readonly asksPorts: boolean;
  /** The events, for the order as it stands. */
  events(order: Order): Promise<readonly OrderEvent[]>;
}

/** An event that needs nothing from outside. */
export function planEvent(event: OrderEvent): Plan {
  const { type, meta } = event;
  return { type, meta, journaled: journalData(event), asksPorts: false, events: async () => [event] };
}

/** An edit: its customer must exist, its lines must be the catalog's, and discounts and taxes are what their ports say. */
export function planEdit(context: Context, event: EventOf<'draft.edit'>): Plan {
  const priced = pricesAreAsked(context) && changesPrices(event);
  return {
    ...planEvent(event),
    asksPorts: priced || event.lines !== undefined || event.customer !== undefined,
    async events(order) {
      const [customer, lines] = await Promise.all([
        customerProblems(context, event.customer ?? null),
        checkLines(context, event.lines ?? [], order.currency),
      ]);
      const edited = event.lines === undefined ? event : { ...event, lines: [...lines.lines] };
      const prices = priced ? await priceEdit(context, order, edited) : null;
      refuseProblems('the edit is not possible', [
        ...customer,
        ...lines.problems,
        ...(prices?.problems ?? []),
      ]);
      return [prices === null ? edited : { ...edited, lines: [...prices.lines], shipping: prices.shipping }];
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
  const meta = stamp(context, caller);
  return {
    type: 'order.submit',
    meta,
    journaled: {},
    asksPorts: true,
    async events(order) {
      const [customer, lines, levels] = await Promise.all([
        customerProblems(context, order.customer),
        checkLines(context, repricedLines(order.lines), order.currency),
        given.allocations === undefined ? askStockLevels(context, order.lines) : [],
      ]);
      const prices = await priceSubmission(context, order, lines.lines);
      refuseProblems("the order can't be submitted", [...customer, ...lines.problems, ...prices.problems]);
      const submit: EventOf<'order.submit'> = {
        type: 'order.submit',
        meta,
        number: given.number ?? (await nextOrderNumber(context, context.store)),
        allocations: [...(given.allocations ?? allocateStock(order.lines, levels, order.terms))],
      };
      if (!lines.changed && !prices.differ) return [submit];
      const edit = stamp(context, {
        ...caller,
        eventId: context.ids.next(),
        correlationId: meta.correlationId,
        causationId: meta.id,
      });
      return [
        { type: 'draft.edit', meta: edit, lines: [...prices.lines], shipping: prices.shipping },
        submit,
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
