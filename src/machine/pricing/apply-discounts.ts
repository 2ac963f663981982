import { allocate, type MinorUnits, sum } from '../money.ts';
import type { Discount } from '../order.ts';
import type { DiscountOffer, DiscountValue } from './discount-offer.ts';
import { by, fraction } from './fraction.ts';
import { shareOf } from './rate.ts';
import { type Rounding, rounded } from './rounding/index.ts';

/** What discounts are taken off. */
export interface Discountable {
  readonly lines: readonly { readonly id: string; readonly grossMinor: MinorUnits }[];
  readonly shippingMinor: MinorUnits;
}

/** What each line, in order, and delivery get off. */
export interface AppliedDiscounts {
  readonly lines: readonly (readonly Discount[])[];
  readonly shipping: readonly Discount[];
}

const scopes = ['line', 'order', 'shipping'] as const;

/**
 * Takes discounts off: those of single lines first, then those of the goods as a whole, then those of delivery, and of each
 * kind in the order in which they are given. Each is computed on what the ones before it have left, and takes no more than
 * that. One on the goods as a whole is rounded once and shared out in proportion to what is left of each line: the shares
 * add up to it, to the minor unit.
 *
 * @throws OrderError `AMOUNT_OVERFLOW`, `VALIDATION_FAILED` for a rate that is none.
 */
export function applyDiscounts(
  { lines, shippingMinor }: Discountable,
  offers: readonly DiscountOffer[],
  rounding: Rounding,
): AppliedDiscounts {
  const parts: Discount[][] = lines.map(() => []);
  const left = lines.map((line) => line.grossMinor);
  const shipping: Discount[] = [];
  let shippingLeft = shippingMinor;

  const take = (index: number, offer: DiscountOffer, amountMinor: MinorUnits) => {
    if (amountMinor === 0) return;
    left[index] = (left[index] ?? 0) - amountMinor;
    parts[index]?.push(partOf(offer, amountMinor));
  };
  const inOrder = scopes.flatMap((scope) => offers.filter((offer) => offer.scope === scope));
  for (const offer of inOrder) {
    if (offer.scope === 'shipping') {
      const amountMinor = amountOf(offer.value, shippingLeft, rounding);
      shippingLeft -= amountMinor;
      if (amountMinor > 0) shipping.push(partOf(offer, amountMinor));
      continue;
    }
    const chosen = chosenLines(lines, offer);
    const prices = chosen.map((index) => left[index] ?? 0);
    const shares =
      offer.scope === 'line'
        ? prices.map((price) => amountOf(offer.value, price, rounding))
        : allocate(amountOf(offer.value, sum(prices, 'the subtotal'), rounding), prices);
    for (const [place, index] of chosen.entries()) take(index, offer, shares[place] ?? 0);
  }
  return { lines: parts, shipping };
}

function partOf({ id, code, name, scope }: DiscountOffer, amountMinor: MinorUnits): Discount {
  return { id, code, name, scope, amountMinor };
}

function chosenLines(lines: Discountable['lines'], { lineIds }: DiscountOffer): number[] {
  const wanted = lineIds === null ? null : new Set(lineIds);
  return lines.flatMap(({ id }, index) => (wanted === null || wanted.has(id) ? [index] : []));
}

/** What a discount takes off a price, never more than the price. */
function amountOf(value: DiscountValue, price: MinorUnits, rounding: Rounding): MinorUnits {
  if (value.kind === 'fixed') return Math.min(value.amountMinor, price);
  return Math.min(rounded(by(fraction(price), shareOf(value.ratePercent)), rounding, 'the discount'), price);
}
