import { format, sum, times } from '../../machine/index.ts';
import type { DiscountRejection, DiscountRequest, PricedGoods } from '../../ports/index.ts';
import type { DiscountRow } from './discount-rows.ts';
import { validAt } from './validity.ts';

/** Whether an order gets a discount, for which of its lines, and if not, why not. */
export type Eligibility =
  | { readonly ok: true; readonly lineIds: readonly string[] | null }
  | { readonly ok: false; readonly reason: DiscountRejection; readonly message: string | null };

const no = (reason: DiscountRejection, message: string | null = null): Eligibility => ({
  ok: false,
  reason,
  message,
});

/** Looks at moment, currency, goods and minimum, in this order. */
export function eligible(row: DiscountRow, request: DiscountRequest): Eligibility {
  const good = validAt(row, request.at);
  if (good !== 'good') return no(good);
  if (row.currency !== null && row.currency !== request.currency) return no('not_applicable');
  const goods = request.lines.filter((line) => isFor(row, line));
  if (goods.length === 0) return no('not_applicable');
  const { subtotalMinor, quantity } = row.minimum;
  const subtotal = sum(goods.map((line) => times(line.unitPriceMinor, line.quantity)));
  if (subtotal < subtotalMinor)
    return no(
      'minimum_not_reached',
      `${row.name} is for goods of ${format(subtotalMinor, request.currency)} and more`,
    );
  if (sum(goods.map((line) => line.quantity)) < quantity)
    return no('minimum_not_reached', `${row.name} is for ${quantity} and more`);
  return { ok: true, lineIds: isForAll(row) ? null : goods.map((line) => line.lineId) };
}

function isForAll({ skus, productIds }: DiscountRow): boolean {
  return skus.length === 0 && productIds.length === 0;
}

function isFor(row: DiscountRow, { sku, productId }: PricedGoods): boolean {
  return isForAll(row) || row.skus.includes(sku) || row.productIds.includes(productId);
}
