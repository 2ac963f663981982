import type { Problem } from '../../errors/index.ts';
import { format } from '../../machine/index.ts';
import { canonicalJson } from '../canonical-json.ts';
import type { Context } from '../context.ts';
import type { DraftCharge, DraftLine } from './price-basis.ts';
import type { AskedPrices } from './prices.ts';

/** Prices as somebody has said them; delivery is `null` where nobody has. */
export interface SaidPrices {
  readonly lines: readonly DraftLine[];
  readonly shipping: DraftCharge | null;
}

/** How what was said is held against what the ports say. */
export interface Comparison {
  readonly currency: string;
  /** `given`: an amount of 0 was left out; `shown`: every amount was seen by the customer. */
  readonly said: 'given' | 'shown';
}

/**
 * What is wrong with amounts of discount and tax that are not what the ports say: nothing where the policy is to reprice, which
 * is logged.
 */
export function priceProblems(
  context: Context,
  said: SaidPrices,
  asked: AskedPrices,
  comparison: Comparison,
): readonly Problem[] {
  const problems = [
    ...said.lines.flatMap((line, index) => {
      const now = asked.lines[index];
      return now ? changesOf(`lines[${index}]`, line, now, comparison) : [];
    }),
    ...(said.shipping ? changesOf('shipping', said.shipping, asked.shipping, comparison) : []),
  ];
  if (context.options.prices === 'reject' || problems.length === 0) return problems;
  context.logger.info(
    { prices: problems.map(({ path, message }) => `${path} ${message}`) },
    'lines took the discounts and taxes of the ports',
  );
  return [];
}

const fields = ['discountMinor', 'taxMinor', 'includedTaxMinor'] as const;

function changesOf(
  path: string,
  before: DraftLine | DraftCharge,
  now: DraftLine | DraftCharge,
  { currency, said }: Comparison,
): readonly Problem[] {
  return fields
    .filter((field) => before[field] !== now[field])
    .filter((field) => said === 'shown' || isGiven(before, field))
    .map((field) => ({
      path: `${path}.${field}`,
      code: 'price_changed',
      message: `is ${format(now[field], currency)}, not ${format(before[field], currency)}`,
    }));
}

/** Tax that is given without saying that it is in the price is tax on top. */
function isGiven(price: DraftLine | DraftCharge, field: (typeof fields)[number]): boolean {
  return price[field === 'includedTaxMinor' ? 'taxMinor' : field] !== 0;
}

/** Whether the prices that the ports say are told otherwise: by an amount, or by a detail. */
export function pricesDiffer(
  said: { readonly lines: readonly DraftLine[]; readonly shipping: DraftCharge },
  asked: AskedPrices,
): boolean {
  const told = ({ lines, shipping }: typeof said) =>
    canonicalJson(
      [...lines, shipping].map(({ discounts, taxes, discountMinor, taxMinor, includedTaxMinor }) => ({
        discounts,
        taxes,
        discountMinor,
        taxMinor,
        includedTaxMinor,
      })),
    );
  return told(said) !== told({ lines: asked.lines, shipping: asked.shipping });
}
