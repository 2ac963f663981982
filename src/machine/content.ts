import type { Customer, Order } from './order.ts';

/**
 * What two orders have to share to count as the same: the customer (a guest by email, whatever its case), the currency,
 * and how many of which goods, however they stand on the lines. `null`: nobody has ordered yet.
 *
 * Text of one shape, to be hashed: it holds an identity, so it is not stored as it is.
 */
export function contentOf({
  customer,
  currency,
  lines,
}: Pick<Order, 'customer' | 'currency'> & {
  readonly lines: readonly Pick<Order['lines'][number], 'sku' | 'quantity'>[];
}): string | null {
  if (customer === null) return null;
  const quantities = new Map<string, number>();
  for (const { sku, quantity } of lines) quantities.set(sku, (quantities.get(sku) ?? 0) + quantity);
  const goods = [...quantities].sort(([one], [other]) => (one < other ? -1 : 1));
  return JSON.stringify([identityOf(customer), currency, goods]);
}

function identityOf(customer: Customer): readonly string[] {
  return customer.kind === 'registered'
    ? ['customer', customer.customerId]
    : ['guest', customer.email.toLowerCase()];
}
