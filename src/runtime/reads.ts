import * as z from 'zod';
import { OrderError } from '../errors/index.ts';
import {
  type ComposedOrder,
  type Order,
  type OrderRequest,
  type OrderStatus,
  type Payment,
  type PaymentHistoryEntry,
  parseAs,
  eventParts as part,
  paymentHistory,
  type Refusal,
  type RequestInput,
  type RequestType,
  type ScanRecord,
  scansOf,
} from '../machine/index.ts';
import type { HistoryPage } from '../ports/index.ts';
import type { Context } from './context.ts';
import { type LoadSource, loadStored, upgraded } from './load.ts';
import { pageSizeOf } from './page.ts';
import { readEvent } from './requests.ts';

/** Which orders to list. */
export interface ListPage {
  /** @defaultValue all statuses */
  readonly status?: OrderStatus;
  /** The id of the last order seen. @defaultValue from the beginning */
  readonly after?: string;
  /** 1 to 1000. @defaultValue 100 */
  readonly limit?: number;
}

/** What a page is checked by, its length aside. */
const pageSchema = z.object({ status: part.id, after: z.uuid() }).partial();

/** Whether a request would be allowed by the order's state, and if not, why. */
export interface Explanation {
  readonly allowed: boolean;
  readonly refusals: readonly Refusal[];
}

/** Loads the order with a number. @throws OrderError `ORDER_NOT_FOUND`. */
export async function loadByNumber(
  source: LoadSource & {
    find(ref: { readonly number: string }): Promise<{ readonly orderId: string } | null>;
  },
  orderNumber: string,
  of: ComposedOrder,
): Promise<Order> {
  const number = part.id.safeParse(orderNumber).data;
  const found = number === undefined ? null : await source.find({ number });
  if (found !== null) return (await loadStored(source, found.orderId, of)).order;
  throw new OrderError(
    'ORDER_NOT_FOUND',
    `there is no order with ${number === undefined ? 'such a number' : `number ${number}`}. Drafts have no number yet.`,
    { details: { orderNumber: number ?? null } },
  );
}

/** The methods that change nothing. */
export function createReads(context: Context) {
  const get = async (orderId: string): Promise<Order> => {
    await context.ready();
    return (await loadStored(context.store, orderId, context.order)).order;
  };
  return {
    get,
    async getByNumber(orderNumber: string): Promise<Order> {
      await context.ready();
      return loadByNumber(context.store, orderNumber, context.order);
    },
    async list(page: ListPage = {}): Promise<readonly Order[]> {
      await context.ready();
      parseAs(pageSchema, page, 'the page');
      const limit = pageSizeOf(page.limit, 'orders');
      const ids = await context.store.list({ ...page, limit });
      const stored = (await context.store.load(ids)).map((one) => upgraded(one, context.order));
      const loaded = new Map(stored.map(({ order }) => [order.id, order]));
      return ids.flatMap((id) => loaded.get(id) ?? []);
    },
    async history(orderId: string): Promise<HistoryPage> {
      await get(orderId);
      return context.store.history(orderId);
    },
    async tracking(orderId: string): Promise<readonly ScanRecord[]> {
      const order = await get(orderId);
      const { store } = context;
      if (store.scans !== undefined) return store.scans(orderId);
      return scansOf(order, (await store.history(orderId)).journal);
    },
    async payments(orderId: string): Promise<readonly Payment[]> {
      return (await get(orderId)).payments;
    },
    async paymentHistory(orderId: string): Promise<readonly PaymentHistoryEntry[]> {
      return paymentHistory(await get(orderId));
    },
    async explain(orderId: string, request: RequestType | RequestInput): Promise<Explanation> {
      const asked = typeof request === 'string' ? request : readEvent(context, request, {});
      return context.order.rules.explain(await get(orderId), asked as RequestType | OrderRequest);
    },
    async allowedEvents(orderId: string): Promise<readonly RequestType[]> {
      return context.order.rules.allowedEvents(await get(orderId));
    },
  };
}
