import { allocate, exact, type MinorUnits } from '../money.ts';
import type { Tax } from '../order.ts';
import { type Taxable, taxKey } from './tax-rate.ts';

/**
 * A price that shares the fate of the goods it goes with, such as delivery where it is ancillary to them: split in proportion
 * to what the goods of each set of taxes cost, and taxed as they are. The parts add up to the price.
 */
export function apportioned(priceMinor: MinorUnits, goods: readonly Taxable[]): readonly Taxable[] {
  const sets = new Map<string, { readonly taxes: Taxable['taxes']; priceMinor: MinorUnits }>();
  for (const { taxes, priceMinor: price } of goods) {
    const key = taxes.map(taxKey).join();
    const known = sets.get(key);
    if (known) known.priceMinor = exact(known.priceMinor + price, 'the subtotal');
    else sets.set(key, { taxes: taxes.map((tax) => ({ ...tax, amountMinor: null })), priceMinor: price });
  }
  const all = [...sets.values()];
  const parts = allocate(
    priceMinor,
    all.map((set) => set.priceMinor),
  );
  return all.map(({ taxes }, index) => ({ priceMinor: parts[index] ?? 0, quantity: 1, taxes }));
}

/** The taxes of the parts of one price, each tax once. */
export function mergeTaxes(parts: readonly (readonly Tax[])[]): readonly Tax[] {
  const merged = new Map<string, Tax>();
  for (const tax of parts.flat()) {
    const known = merged.get(taxKey(tax));
    merged.set(taxKey(tax), known ? added(known, tax) : tax);
  }
  return [...merged.values()];
}

function added(a: Tax, b: Tax): Tax {
  const baseMinor = a.baseMinor === null || b.baseMinor === null ? null : exact(a.baseMinor + b.baseMinor);
  return { ...a, baseMinor, amountMinor: exact(a.amountMinor + b.amountMinor) };
}
