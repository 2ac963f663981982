import { isOrderError, type OrderError } from '../../errors/index.ts';
import type { StoredOrder } from '../../ports/index.ts';
import type { Session } from './session.ts';
import { jsonRows, uuids } from './sql.ts';
import { ledgerTables, type OrderRows, orderOf } from './tables/order-rows.ts';
import { orders } from './tables/orders.ts';
import { selectList } from './tables/table.ts';

/** Orders, and what is wrong with those that can't be read. */
export interface Readable {
  readonly orders: readonly StoredOrder[];
  readonly broken: readonly OrderError[];
}

/** The orders among `ids` that exist. @throws OrderError `INVARIANT_VIOLATED` if one of them can't be read. */
export async function loadOrders(session: Session, ids: readonly string[]): Promise<readonly StoredOrder[]> {
  const { orders: found, broken } = await loadReadable(session, ids);
  if (broken[0] !== undefined) throw broken[0];
  return found;
}

/** The orders among `ids` that exist and can be read. */
export async function loadReadable(session: Session, ids: readonly string[]): Promise<Readable> {
  const wanted = uuids(ids);
  if (wanted.length === 0) return { orders: [], broken: [] };
  const { schema } = session;
  const found = await jsonRows<OrderRows>(
    session,
    `select ${rowsOfOrder(schema)}::text as json
     from ${schema}.orders o join ${schema}.terms t on t.id = o.terms_id where o.id = any($1::uuid[])`,
    [wanted],
  );
  const loaded: StoredOrder[] = [];
  const broken: OrderError[] = [];
  for (const rows of found) {
    try {
      loaded.push({ order: orderOf(rows), untried: rows.untried });
    } catch (error) {
      if (!isOrderError(error)) throw error;
      broken.push(error);
    }
  }
  return { orders: loaded, broken };
}

/** SQL for the ids of commands of the order `o` that nobody has claimed. */
export function untriedOfOrder(schema: string): string {
  return `(
    select coalesce(json_agg(w.id order by w.position), '[]') from ${schema}.outbox w
    where w.order_id = o.id and w.kind = 'command' and w.attempts = 0 and not w.unknown)`;
}

const texts = new Map<string, string>();

/**
 * SQL for all rows of the order `o` with the terms `t`, as {@link OrderRows}. It is all read in one statement: the
 * statement's snapshot makes an order whole. Read table by table, an order that is committed meanwhile would come back half
 * old and half new, with a version that says nothing of it.
 */
function rowsOfOrder(schema: string): string {
  const known = texts.get(schema);
  if (known !== undefined) return known;
  const ledgers = ledgerTables.map(
    (table) => `'${table.name}', (
      select coalesce(json_agg(r order by r.position), '[]')
      from (select ${selectList(table, 'c')} from ${schema}.${table.name} c where c.order_id = o.id) r)`,
  );
  const text = `json_build_object(
      'order', (select row_to_json(r) from (select ${selectList(orders, 'o')}) r),
      'terms', t.body,
      'untried', ${untriedOfOrder(schema)},
      'ledgers', json_build_object(${ledgers.join(', ')}))`;
  texts.set(schema, text);
  return text;
}
