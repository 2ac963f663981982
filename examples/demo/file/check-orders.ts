import { isOrderError } from 'statecart';
import { createOrder, draftSchema, type EventMeta, explain, termsSchema } from 'statecart/machine';
import { orderSchema, type ShopOrder } from './file-schema.ts';
import { createInputOf } from './order-input.ts';
import type { FileProblem } from './problems.ts';

/** What a schema of fields can't see: keys used twice, mixed currencies, amounts too large, orders that could not be placed. */
export function orderProblems(input: unknown): readonly FileProblem[] {
  const { orders, shop } = (input ?? {}) as { orders?: unknown; shop?: { terms?: unknown } };
  if (!Array.isArray(orders)) return [];
  const terms = termsSchema.safeParse(shop?.terms ?? {}).data ?? termsSchema.parse({});
  const seen = new Map<unknown, number>();
  return orders.flatMap((raw: unknown, index) => {
    const path = `orders[${index}]`;
    const problems = [...currencyProblems(raw, path), ...amountProblems(raw, path)];
    const key = (raw as { key?: unknown } | null)?.key;
    const first = seen.get(key);
    if (first !== undefined)
      problems.push({
        path: `${path}.key`,
        message: `is ${JSON.stringify(key)}, which orders[${first}] has already`,
      });
    else if (typeof key === 'string') seen.set(key, index);
    const parsed = orderSchema.safeParse(raw);
    if (problems.length > 0 || !parsed.success) return problems;
    return [...placementProblems(parsed.data, terms, path), ...deedProblems(parsed.data, path)];
  });
}

interface RawLine {
  readonly currency?: unknown;
  readonly quantity?: unknown;
  readonly unitPriceMinor?: unknown;
}

function linesOf(raw: unknown): readonly (RawLine | null)[] {
  const lines = (raw as { lines?: unknown } | null)?.lines;
  return Array.isArray(lines) ? (lines as (RawLine | null)[]) : [];
}

function currencyProblems(raw: unknown, path: string): FileProblem[] {
  const currency = (raw as { currency?: unknown } | null)?.currency;
  return linesOf(raw).flatMap((line, index) =>
    line?.currency === undefined || line.currency === currency
      ? []
      : [
          {
            path: `${path}.lines[${index}].currency`,
            message: `is ${JSON.stringify(line.currency)}, but the order is in ${JSON.stringify(currency)}; an order has one currency`,
          },
        ],
  );
}

/** A price that is a safe integer may become too large with its quantity. */
function amountProblems(raw: unknown, path: string): FileProblem[] {
  return linesOf(raw).flatMap((line, index) => {
    const [price, quantity] = [line?.unitPriceMinor, line?.quantity];
    if (!Number.isSafeInteger(price) || !Number.isSafeInteger(quantity)) return [];
    if (Number.isSafeInteger(Number(price) * Number(quantity))) return [];
    const message = `costs ${String(price)} × ${String(quantity)}, which is more than the largest safe integer, ${Number.MAX_SAFE_INTEGER}`;
    return [{ path: `${path}.lines[${index}]`, message }];
  });
}

/** Takes the order through the statechart, in memory: what would refuse it there is a mistake in the file. */
function placementProblems(order: ShopOrder, shopTerms: object, path: string): FileProblem[] {
  try {
    const terms = termsSchema.parse({ ...shopTerms, ...order.terms });
    const draft = draftSchema.parse({ ...createInputOf(order), terms });
    const placed = createOrder(draft, dryRun).order;
    if (order.draft) return [];
    return explain(placed, 'order.submit').refusals.map(({ reason }) => ({
      path,
      message: `can't be placed: ${reason}`,
    }));
  } catch (error) {
    if (!isOrderError(error)) throw error;
    if (error.problems.length === 0) return [{ path, message: error.message }];
    return error.problems.map((problem) => ({ path: `${path}.${problem.path}`, message: problem.message }));
  }
}

function deedProblems(order: ShopOrder, path: string): FileProblem[] {
  const ids = order.lines.map((line) => line.id);
  return order.then.flatMap((deed, index) => {
    if (deed.do !== 'return.request') return [];
    return (deed.lines ?? []).flatMap(({ line }, place) =>
      ids.includes(line)
        ? []
        : [
            {
              path: `${path}.then[${index}].lines[${place}].line`,
              message: `is "${line}", but the lines are ${ids.join(', ')}`,
            },
          ],
    );
  });
}

const dryRun: EventMeta = {
  id: 'dry-run',
  occurredAt: 0,
  receivedAt: 0,
  actor: null,
  correlationId: null,
  causationId: null,
  traceparent: null,
  untried: [],
};
