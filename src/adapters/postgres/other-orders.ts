import type { OtherOrders, OtherOrdersQuery } from '../../ports/index.ts';
import type { Session } from './session.ts';
import { jsonRows, moment, uuids } from './sql.ts';
import { isEnded, isOpen } from './status-sql.ts';

/**
 * What a customer's other orders come to, in one statement. A customer is found by id, and by email whatever its case; each
 * way has its index, so they are united rather than joined by `or`.
 */
export async function otherOrders(session: Session, query: OtherOrdersQuery): Promise<OtherOrders> {
  const { customer, except, since, currency, paymentTokens, content } = query;
  const [row] = await jsonRows<OtherOrders>(session, textFor(session.schema), [
    customer.kind === 'registered' ? customer.customerId : null,
    customer.email?.toLowerCase() ?? null,
    uuids([except]),
    since,
    currency,
    content?.hash ?? null,
    content?.since ?? null,
    paymentTokens,
  ]);
  return row!;
}

const texts = new Map<string, string>();

/** The text of the query: for tests that look at its plan. */
export function textFor(schema: string): string {
  const known = texts.get(schema);
  if (known !== undefined) return known;
  const orders = `${schema}.orders o`;
  const other = `not o.id = any($3::uuid[])`;
  const whose = (condition: string, columns = 'o.id') => `
      select ${columns} from ${orders} where o.customer_id = $1 and ${condition} and ${other}
      union select ${columns} from ${orders} where lower(o.customer_email) = $2 and ${condition} and ${other}`;
  const recent = `o.placed_at >= ${moment('$4')}`;
  const text = `
    select json_build_object(
      'open', (select count(*) from (${whose(isOpen('o.status'))}) mine),
      'orders', count(*) filter (where not recent.ended),
      'ended', count(*) filter (where recent.ended),
      'totalMinor', least(coalesce(sum(recent.total_minor) filter (where not recent.ended and recent.currency = $5), 0), ${Number.MAX_SAFE_INTEGER}),
      'everPlaced', exists (select from ${orders} where o.customer_id = $1 and o.placed_at is not null and ${other})
        or exists (select from ${orders} where lower(o.customer_email) = $2 and o.placed_at is not null and ${other}),
      'samePayment', (
        select count(distinct o.id) from ${schema}.order_payments p join ${orders} on o.id = p.order_id
        where p.token = any($8::text[]) and ${recent} and ${other}),
      'duplicate', (
        select coalesce(o.order_number, o.id::text) from ${orders}
        where o.content_hash = $6 and o.placed_at >= ${moment('$7')} and not ${isEnded('o.status')} and ${other}
        order by o.placed_at desc, o.id limit 1))::text as json
    from (${whose(recent, `o.id, o.total_minor, o.currency, ${isEnded('o.status')} as ended`)}) recent`;
  texts.set(schema, text);
  return text;
}
