import type { Problem } from '../../errors/index.ts';
import { applyDiscounts, type Discount, times } from '../../machine/index.ts';
import { type DiscountPort, type DiscountRejection, discountAnswer } from '../../ports/index.ts';
import { ask } from '../call.ts';
import type { Context } from '../context.ts';
import { defaultTimeoutMs } from '../options.ts';
import { goodsOf, occasionOf, type PriceBasis } from './price-basis.ts';

/** What is taken off each line, in order, and off delivery. */
export interface AskedDiscounts {
  readonly lines: readonly (readonly Discount[])[];
  readonly shipping: readonly Discount[];
  readonly problems: readonly Problem[];
}

/** Asks for the discounts, and computes what they come to. */
export async function askDiscounts(
  context: Context,
  port: DiscountPort,
  basis: PriceBasis,
): Promise<AskedDiscounts> {
  const { lines, shipping, discountCodes: codes } = basis;
  const { discounts, rejected } = await ask(context.clock, {
    what: 'discount.offers',
    timeoutMs: defaultTimeoutMs,
    run: async (signal) => {
      const request = {
        ...occasionOf(basis, context.clock.now()),
        codes,
        lines: lines.map(goodsOf),
        shippingMinor: shipping.amountMinor,
      };
      return discountAnswer.parse(await port.offers(request, { signal }));
    },
  });
  const gross = lines.map((line) => ({ id: line.id, grossMinor: times(line.unitPriceMinor, line.quantity) }));
  return {
    ...applyDiscounts({ lines: gross, shippingMinor: shipping.amountMinor }, discounts, basis.terms.rounding),
    problems: rejected.map(({ code, reason, message }) => ({
      path: pathOf(codes, code),
      code: `discount_${reason}`,
      message: message ?? `the code ${code} ${words[reason]}`,
    })),
  };
}

function pathOf(codes: readonly string[], code: string): string {
  const index = codes.findIndex((given) => given.toLowerCase() === code.toLowerCase());
  return index === -1 ? 'discountCodes' : `discountCodes[${index}]`;
}

const words: Readonly<Record<DiscountRejection, string>> = {
  unknown: 'is not known',
  not_started: 'is not good yet',
  expired: 'has run out',
  used_up: 'was used as often as it may be',
  not_applicable: 'is for none of these goods',
  minimum_not_reached: 'is for larger orders',
  not_combinable: 'does not go together with another',
};
