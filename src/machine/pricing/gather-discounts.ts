import { exact } from '../money.ts';
import type { Discount } from '../order.ts';

/** Each discount once, with what it comes to over all its parts, in the order in which they first appear. */
export function gatherDiscounts(parts: Iterable<Discount>): readonly Discount[] {
  const whole = new Map<string, Discount>();
  for (const part of parts) {
    const known = whole.get(part.id);
    const amountMinor = exact((known?.amountMinor ?? 0) + part.amountMinor, `the discount ${part.id}`);
    whole.set(part.id, known ? { ...known, amountMinor } : part);
  }
  return [...whole.values()];
}
