import { OrderError, type Problem } from '../../errors/index.ts';
import { type MinorUnits, type Tax, taxOrder, times } from '../../machine/index.ts';
import { type TaxPort, taxAnswer } from '../../ports/index.ts';
import { ask } from '../call.ts';
import type { Context } from '../context.ts';
import { defaultTimeoutMs } from '../options.ts';
import { goodsOf, occasionOf, type PriceBasis } from './price-basis.ts';

/** The taxes of each line, in order, and of delivery. */
export interface AskedTaxes {
  readonly lines: readonly (readonly Tax[])[];
  readonly shipping: readonly Tax[];
  readonly problems: readonly Problem[];
}

/** What is taken off the prices that are taxed. */
interface Discounted {
  readonly lines: readonly { readonly discountMinor: MinorUnits }[];
  readonly shipping: { readonly discountMinor: MinorUnits };
}

/** Asks for the taxes on the prices after discounts, and computes what they come to. */
export async function askTaxes(
  context: Context,
  port: TaxPort,
  basis: PriceBasis,
  off: Discounted,
): Promise<AskedTaxes> {
  const goods = basis.lines.map((line, index) => {
    const discountMinor = off.lines[index]?.discountMinor ?? 0;
    // A discount that exceeds its line is refused by a rule; until then nothing is left of its price.
    const priceMinor = Math.max(0, times(line.unitPriceMinor, line.quantity) - discountMinor);
    return { ...goodsOf(line), discountMinor, priceMinor };
  });
  const shippingMinor = basis.shipping.amountMinor - off.shipping.discountMinor;
  const answer = await ask(context.clock, {
    what: 'tax.rates',
    timeoutMs: defaultTimeoutMs,
    run: async (signal) => {
      const request = { ...occasionOf(basis, context.clock.now()), lines: goods, shippingMinor };
      return taxAnswer.parse(await port.rates(request, { signal }));
    },
  });
  const taxesOf = new Map(answer.lines.map(({ lineId, taxes }) => [lineId, taxes]));
  const taxables = goods.map(({ lineId, priceMinor, quantity }) => ({
    priceMinor,
    quantity,
    taxes: taxesOf.get(lineId) ?? [],
  }));
  const taxed = taxOrder(taxables, { priceMinor: shippingMinor, taxes: answer.shipping }, basis.terms);
  for (const [index, { lineId, priceMinor }] of goods.entries())
    refuseMoreThanPrice(`line ${lineId}`, priceMinor, taxed.lines[index] ?? []);
  refuseMoreThanPrice('delivery', shippingMinor, taxed.shipping);
  return { ...taxed, problems: answer.problems };
}

/** Amounts that the port gives itself may be anything. @throws OrderError `PORT_FAILED`. */
function refuseMoreThanPrice(what: string, priceMinor: MinorUnits, taxes: readonly Tax[]): void {
  const inside = taxes.reduce((all, tax) => all + (tax.included ? tax.amountMinor : 0), 0);
  if (inside <= priceMinor) return;
  throw new OrderError(
    'PORT_FAILED',
    `tax.rates says that ${inside} of the price of ${what} are tax, and it costs ${priceMinor}. Nothing was written; look at the tax port.`,
    { retry: 'later', details: { call: 'tax.rates', code: 'tax_exceeds_price' } },
  );
}
