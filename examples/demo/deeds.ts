import { type EventInput, isOrderError, type Order, type Orders } from 'statecart';
import type { Deed } from './file/deed-schema.ts';
import type { ShopFile, ShopOrder } from './file/file-schema.ts';
import { createInputOf, orderIdOf } from './file/order-input.ts';
import type { OutsideClient } from './outside/client.ts';
import { requestFor } from './requests.ts';

/** Something that the file says is to be done at a moment: an order is placed (`deed` is `null`), or a deed. */
interface Entry {
  /** The id of the event that it becomes: what is known by it is not done again. */
  readonly id: string;
  readonly at: number;
  readonly order: ShopOrder;
  readonly deed: Deed | null;
}

/** What the file says is still to be done. */
export interface Deeds {
  /** When the next one is due; `null`: all is done. */
  next(): number | null;
  /** Does what is due at `now`, and says whether there was anything. */
  doDue(now: number): Promise<boolean>;
  /** The moment of the last one in the file. */
  readonly last: number;
  /** What could not be done at all, for people. A request that a rule refuses is no mishap: it is in the order's journal. */
  readonly mishaps: readonly string[];
}

/** What has been done is known by the ids in `done`. */
export function createDeeds(
  file: ShopFile,
  orders: Orders,
  outside: OutsideClient,
  done: ReadonlySet<string>,
): Deeds {
  const all = file.orders.flatMap((order) => entriesOf(order, file.shop.opens));
  const left = all.filter((entry) => !done.has(entry.id)).sort((one, other) => one.at - other.at);
  const mishaps: string[] = [];

  const perform = async ({ id, order, deed }: Entry): Promise<void> => {
    if (deed === null) {
      const how = { idempotencyKey: id, actor: 'customer' };
      await (order.draft
        ? orders.createDraft(createInputOf(order), how)
        : orders.create(createInputOf(order), how));
      return;
    }
    const current = await orders.get(orderIdOf(order.key));
    if (deed.do === 'order.submit') return submit(orders, current, id);
    const happening = happeningOf(deed, current, id);
    if (happening !== null) return outside.happen(happening);
    const request = requestFor(deed, current);
    if (request !== null) await ask(orders, current, request, id);
  };
  return {
    mishaps,
    last: Math.max(...all.map((entry) => entry.at)),
    next: () => left[0]?.at ?? null,
    async doDue(now) {
      let any = false;
      for (let entry = left[0]; entry !== undefined && entry.at <= now; entry = left[0]) {
        try {
          await perform(entry);
        } catch (error) {
          if (!isOrderError(error) || error.retry === 'later') throw error;
          mishaps.push(`${entry.order.key}: ${entry.deed?.do ?? 'order.create'}: ${error.message}`);
        }
        left.shift();
        any = true;
      }
      return any;
    },
  };
}

/** The ids under which an order's deeds are known: the first is that of its placement. */
export function placementId(key: string): string {
  return `demo:${key}`;
}

function entriesOf(order: ShopOrder, opens: number): readonly Entry[] {
  const placedAt = opens + order.placed;
  const deeds = order.then.map((deed, index) => ({
    id: `${placementId(order.key)}:${index}`,
    at: placedAt + deed.after,
    order,
    deed,
  }));
  return [{ id: placementId(order.key), at: placedAt, order, deed: null }, ...deeds];
}

/** A refusal is no mishap: it goes into the order's journal. */
async function ask(orders: Orders, order: Order, request: EventInput, eventId: string): Promise<void> {
  const result = await orders.trySend(order.id, request, { eventId, actor: actorOf(request.type) });
  if (!result.ok && result.refusals.length === 0) throw result.error;
}

/** The library finds the number and the warehouses. */
async function submit(orders: Orders, order: Order, eventId: string): Promise<void> {
  try {
    await orders.submit(order.id, { eventId, actor: 'customer' });
  } catch (error) {
    if (!isOrderError(error, 'NOT_ALLOWED')) throw error;
  }
}

function actorOf(type: string): string {
  return /^(?:review|hold|payment\.(?:capture|refund|retry))/.test(type) ? 'clerk' : 'customer';
}

/** What the deed makes happen outside; `null`: it is a request to the shop. */
function happeningOf(deed: Deed, order: Order, id: string): Parameters<OutsideClient['happen']>[0] | null {
  switch (deed.do) {
    case 'outside.pay': {
      const { method, amountMinor = order.totals.totalMinor } = deed;
      const payment = { orderId: order.id, currency: order.currency, amountMinor, method };
      return { id, what: { do: 'pay', payment } };
    }
    case 'outside.restock': {
      const { warehouseId, sku, quantity } = deed;
      return { id, what: { do: 'restock', delivery: { warehouseId, sku, quantity } } };
    }
    case 'outside.return': {
      const announced = order.returns.find((entry) => entry.state === 'requested');
      const lines = (announced?.lines ?? []).map(({ lineId, quantity }) => ({
        lineId,
        received: quantity,
        sellable: deed.sellable ? quantity : 0,
      }));
      const returnId = announced?.id ?? 'none';
      return { id, what: { do: 'return', orderId: order.id, returnId, lines } };
    }
    default:
      return null;
  }
}
