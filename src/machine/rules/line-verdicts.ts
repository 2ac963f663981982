import { sum } from '../money.ts';
import type { LineKind } from '../order.ts';
import type { Verdict } from './rule.ts';

/** A line whose discount exceeds its price, if there is one. */
export function discountVerdict(
  lines: readonly {
    readonly id: string;
    readonly quantity: number;
    readonly unitPriceMinor: number;
    readonly discountMinor: number;
  }[],
): Verdict<'discount_exceeds_line'> {
  const wrong = lines.find((line) => line.discountMinor > line.unitPriceMinor * line.quantity);
  if (!wrong) return null;
  return {
    code: 'discount_exceeds_line',
    reason: `the discount of line ${wrong.id} exceeds its price`,
    value: wrong.discountMinor,
    limit: wrong.unitPriceMinor * wrong.quantity,
  };
}

/** A line whose units do not each come from one warehouse, if there is one. Digital goods come from none. */
export function misallocated<
  Line extends { readonly id: string; readonly kind: LineKind; readonly quantity: number },
>(
  lines: readonly Line[],
  allocations: readonly { readonly lineId: string; readonly quantity: number }[],
): Line | undefined {
  return lines.find((line) => {
    const given = allocations.filter(({ lineId }) => lineId === line.id);
    return sum(given.map(({ quantity }) => quantity)) !== (line.kind === 'physical' ? line.quantity : 0);
  });
}

/** The refusal of allocations that do not add up. */
export function allocationVerdict(lineId: string, limit: number): Verdict<'allocation_mismatch'> {
  return {
    code: 'allocation_mismatch',
    reason: `the allocations of line ${lineId} do not add up`,
    value: lineId,
    limit,
  };
}
