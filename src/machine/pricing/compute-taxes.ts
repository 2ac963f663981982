import type { MinorUnits } from '../money.ts';
import type { Tax } from '../order.ts';
import { taxPerOrder } from './tax-per-order.ts';
import { taxPerUnit } from './tax-per-unit.ts';
import type { Taxable, TaxRate, TaxRules } from './tax-rate.ts';

/**
 * What the taxes of each price come to.
 *
 * Taxes in a price are `price × rate ÷ (1 + all rates in it)`: their sum is rounded, and shared out by rate. Each tax on top
 * is `price without the taxes in it × rate`, rounded by itself. What is rounded is, as the rules say, the tax of a line, of
 * one unit (then times the quantity), or of the whole order (then shared out over the lines by price, exactly).
 *
 * @throws OrderError `AMOUNT_OVERFLOW`, `VALIDATION_FAILED` for a rate that is none.
 */
export function computeTaxes(taxables: readonly Taxable[], rules: TaxRules): readonly (readonly Tax[])[] {
  const amounts =
    rules.taxPer === 'order'
      ? taxPerOrder(taxables, rules.rounding)
      : taxables.map((taxable) =>
          taxPerUnit(taxable, rules.taxPer === 'unit' ? taxable.quantity : 1, rules.rounding),
        );
  return taxables.map((taxable, index) => listed(taxable, amounts[index] ?? []));
}

function listed({ priceMinor, taxes }: Taxable, amounts: readonly MinorUnits[]): readonly Tax[] {
  const inside = taxes.reduce((all, tax, place) => all + (tax.included ? (amounts[place] ?? 0) : 0), 0);
  return taxes.map((tax, place) => withAmount(tax, priceMinor - inside, amounts[place] ?? 0));
}

function withAmount(tax: TaxRate, baseMinor: MinorUnits, amountMinor: MinorUnits): Tax {
  const { name, jurisdiction, ratePercent, included } = tax;
  return { name, jurisdiction, ratePercent, baseMinor, amountMinor, included };
}
