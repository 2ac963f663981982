import * as z from 'zod';
import { parseAs } from '../../machine/index.ts';
import type { DiscountAnswer, DiscountPort, DiscountRequest } from '../../ports/index.ts';
import { type DiscountRow, type DiscountTableRow, discountRowsSchema } from './discount-rows.ts';
import { type Eligibility, eligible } from './eligible.ts';

/** Options of {@link createDiscountTable}. */
export interface DiscountTableOptions {
  readonly discounts: readonly DiscountTableRow[];
}

/**
 * Makes a discount port of a table.
 *
 * Which ones an order gets: the codes are looked at as the customer gave them, one after the other. A code with a row that
 * stands `alone` is good only as the first, and then for every code after it, and for what comes by itself, nothing is left.
 * Else all rows without a code that fit are taken; one that stands `alone` is taken only if there is nothing else, the first
 * in the table. A code is good if one of its rows fits; if none does, the first row says why.
 *
 * In which order they are taken off: what comes by itself, as the table lists it, then the codes as they were given; first all
 * of single lines, then of the goods as a whole, then of delivery. Each is computed on what the ones before have left.
 *
 * @throws OrderError `VALIDATION_FAILED` with every row that is not valid.
 * @example
 * import { createDiscountTable } from 'statecart/adapters/tables';
 * const discount = createDiscountTable({
 *   discounts: [
 *     { id: 'mugs', name: 'Mug week', scope: 'line', value: { kind: 'percentage', ratePercent: '10' }, skus: ['MUG'] },
 *     {
 *       id: 'five',
 *       code: 'FIVE',
 *       name: '5 € off',
 *       scope: 'order',
 *       value: { kind: 'fixed', amountMinor: 500 },
 *       currency: 'EUR',
 *       minimum: { subtotalMinor: 3_000 },
 *       until: '2027-01-01',
 *     },
 *   ],
 * });
 */
export function createDiscountTable(options: DiscountTableOptions): DiscountPort {
  const { discounts: rows } = parseAs(
    z.strictObject({ discounts: discountRowsSchema }),
    options,
    'the discount table',
  );
  return { offers: async (request) => answer(request, rows) };
}

/** A row with what was found of it. */
interface Found {
  readonly row: DiscountRow;
  readonly found: Eligibility;
}

function answer(request: DiscountRequest, rows: readonly DiscountRow[]): DiscountAnswer {
  const all = rows.map((row): Found => ({ row, found: eligible(row, request) }));
  const accepted: Found[] = [];
  const rejected: NonNullable<DiscountAnswer['rejected']> = [];
  let closed = false;
  for (const code of request.codes) {
    const asked = all.filter(({ row }) => row.code?.toLowerCase() === code.toLowerCase());
    const good = asked.filter(({ found }) => found.ok);
    const alone = good.some(({ row }) => row.alone);
    if (good.length === 0) rejected.push(rejection(code, asked[0]?.found));
    else if (closed || (alone && accepted.length > 0)) rejected.push({ code, reason: 'not_combinable' });
    else {
      accepted.push(...good);
      closed ||= alone;
    }
  }
  const taken = closed ? accepted : [...automatic(all, accepted.length > 0), ...accepted];
  return { discounts: taken.flatMap(offerOf), rejected };
}

function rejection(code: string, found: Eligibility | undefined) {
  return found === undefined || found.ok
    ? { code, reason: 'unknown' as const }
    : { code, reason: found.reason, message: found.message };
}

/** What comes by itself. */
function automatic(all: readonly Found[], hasOthers: boolean): readonly Found[] {
  const fit = all.filter(({ row, found }) => row.code === null && found.ok);
  const together = fit.filter(({ row }) => !row.alone);
  return together.length > 0 || hasOthers ? together : fit.slice(0, 1);
}

function offerOf({ row, found }: Found): DiscountAnswer['discounts'] {
  const { id, code, name, scope, value } = row;
  return found.ok ? [{ id, code, name, scope, value, lineIds: found.lineIds && [...found.lineIds] }] : [];
}
