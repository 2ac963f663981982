import type { Problem } from '../../errors/index.ts';
import { type Discount, detailOf, sum, type Tax, times } from '../../machine/index.ts';
import type { Context } from '../context.ts';
import type { OrderPorts } from '../options.ts';
import { askDiscounts } from './discounts.ts';
import type { DraftCharge, DraftLine, PriceBasis } from './price-basis.ts';
import { askTaxes } from './taxes.ts';

/** Lines and delivery with the discounts and taxes that the ports say, and what is wrong with them. */
export interface AskedPrices {
  readonly lines: readonly DraftLine[];
  readonly shipping: DraftCharge;
  readonly problems: readonly Problem[];
}

/** Whether anybody is there to ask for discounts or taxes. */
export function pricesAreAsked(context: Context): boolean {
  return context.ports.discount !== undefined || context.ports.tax !== undefined;
}

/**
 * Asks for discounts, and then for the taxes on what is left. Of a port that is not there, what the lines say holds.
 * @throws OrderError `PORT_FAILED`, `AMOUNT_OVERFLOW`.
 */
export async function askPrices(
  context: Context,
  basis: PriceBasis,
  { discount, tax }: Pick<OrderPorts, 'discount' | 'tax'> = context.ports,
): Promise<AskedPrices> {
  const { lines, shipping } = basis;
  if (lines.length === 0 || (discount === undefined && tax === undefined))
    return { lines, shipping, problems: [] };
  // No port is to be asked about what can't be an amount.
  const gross = lines.map((line) =>
    times(line.unitPriceMinor, line.quantity, `the total of line ${line.id}`),
  );
  sum([...gross, shipping.amountMinor], 'the subtotal');
  const off = discount && (await askDiscounts(context, discount, basis));
  const less = off
    ? {
        lines: lines.map((line, index) => withDiscounts(line, off.lines[index] ?? [])),
        shipping: withDiscounts(shipping, off.shipping),
      }
    : { lines, shipping };
  const on = tax && (await askTaxes(context, tax, basis, less));
  const priced = on
    ? {
        lines: less.lines.map((line, index) => withTaxes(line, on.lines[index] ?? [])),
        shipping: withTaxes(less.shipping, on.shipping),
      }
    : less;
  return { ...priced, problems: [...(off?.problems ?? []), ...(on?.problems ?? [])] };
}

function withDiscounts<Price extends DraftLine | DraftCharge>(
  price: Price,
  parts: readonly Discount[],
): Price {
  const { discountMinor } = detailOf(parts, []);
  return { ...price, discountMinor, discounts: [...parts] };
}

function withTaxes<Price extends DraftLine | DraftCharge>(price: Price, parts: readonly Tax[]): Price {
  const { taxMinor, includedTaxMinor } = detailOf([], parts);
  return { ...price, taxMinor, includedTaxMinor, taxes: [...parts] };
}
