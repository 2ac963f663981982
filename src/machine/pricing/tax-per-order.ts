import { allocate, type MinorUnits, sum } from '../money.ts';
import { by, fraction, plus, zero } from './fraction.ts';
import { includedIn, splitIncluded, withoutIncluded } from './included-tax.ts';
import { shareOf } from './rate.ts';
import { rounded } from './rounding/index.ts';
import { type Taxable, type TaxRate, type TaxRules, taxKey } from './tax-rate.ts';

type Rounding = TaxRules['rounding'];

/** The taxes of all prices, each tax rounded once over the whole order and shared out over the prices. */
export function taxPerOrder(
  taxables: readonly Taxable[],
  rounding: Rounding,
): readonly (readonly MinorUnits[])[] {
  const inside = insidePrices(taxables, rounding);
  const onTop = onTopOfPrices(taxables, rounding);
  return taxables.map(({ taxes }, index) =>
    taxes.map(
      (tax, place) =>
        tax.amountMinor ?? inside.get(index)?.[place] ?? onTop.get(`${index} ${taxKey(tax)}`) ?? 0,
    ),
  );
}

const isComputed = ({ amountMinor }: TaxRate) => amountMinor === null;

/** Prices with the same taxes in them are rounded together. */
function insidePrices(
  taxables: readonly Taxable[],
  rounding: Rounding,
): ReadonlyMap<number, (MinorUnits | null)[]> {
  const bySet = grouped(taxables, ({ taxes }) => {
    const inside = taxes.filter(({ included }) => included);
    return inside.some(isComputed)
      ? [JSON.stringify(inside.map((tax) => [taxKey(tax), isComputed(tax)]))]
      : [];
  });
  const shares = new Map<number, (MinorUnits | null)[]>();
  for (const members of bySet.values()) {
    const prices = members.map(({ taxable }) => taxable.priceMinor);
    const taxes = members[0]?.taxable.taxes ?? [];
    const whole = rounded(includedIn(fraction(sum(prices, 'the prices')), taxes), rounding, 'the tax');
    for (const [place, share] of allocate(whole, prices).entries()) {
      const member = members[place];
      if (member) shares.set(member.index, splitIncluded(share, member.taxable.taxes));
    }
  }
  return shares;
}

function onTopOfPrices(taxables: readonly Taxable[], rounding: Rounding): ReadonlyMap<string, MinorUnits> {
  const byTax = grouped(taxables, ({ taxes }) =>
    taxes.filter((tax) => !tax.included && isComputed(tax)).map(taxKey),
  );
  const shares = new Map<string, MinorUnits>();
  for (const [key, members] of byTax) {
    const rate = members[0]?.taxable.taxes.find((tax) => taxKey(tax) === key)?.ratePercent ?? '0';
    const base = members.reduce(
      (all, { taxable }) => plus(all, withoutIncluded(fraction(taxable.priceMinor), taxable.taxes)),
      zero,
    );
    const whole = rounded(by(base, shareOf(rate)), rounding, 'the tax');
    const parts = allocate(
      whole,
      members.map(({ taxable }) => taxable.priceMinor),
    );
    for (const [place, { index }] of members.entries()) shares.set(`${index} ${key}`, parts[place] ?? 0);
  }
  return shares;
}

interface Member {
  readonly taxable: Taxable;
  readonly index: number;
}

function grouped(
  taxables: readonly Taxable[],
  keysOf: (taxable: Taxable) => readonly string[],
): ReadonlyMap<string, readonly Member[]> {
  const groups = new Map<string, Member[]>();
  for (const [index, taxable] of taxables.entries())
    for (const key of new Set(keysOf(taxable))) {
      const members = groups.get(key) ?? [];
      members.push({ taxable, index });
      groups.set(key, members);
    }
  return groups;
}
