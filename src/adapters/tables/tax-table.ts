import * as z from 'zod';
import { parseAs, eventParts as part } from '../../machine/index.ts';
import type { PricedGoods, TaxAnswer, TaxPort, TaxRequest } from '../../ports/index.ts';
import { rowsFor, type TaxPlace, type TaxRow, type TaxTableRow, taxesOn, taxRowsSchema } from './tax-rows.ts';

/** Options of {@link createTaxTable}. */
export interface TaxTableOptions {
  readonly rates: readonly TaxTableRow[];
  /** The tax category of goods: by SKU or product id, or a function; `undefined`: the default one. @defaultValue none */
  readonly categories?:
    | { readonly [skuOrProductId: string]: string }
    | ((goods: PricedGoods) => string | undefined);
  /** The category of goods that have none of their own. @defaultValue 'standard' */
  readonly defaultCategory?: string;
  /**
   * Whether prices are given with tax: everywhere, nowhere, or where goods go to one of these countries. A price with tax
   * stays the same where no tax is due. @defaultValue false
   */
  readonly pricesIncludeTax?: boolean | readonly string[];
  /**
   * How delivery is taxed: `apportioned`, as the goods are, in proportion to what they cost; or by a category of its own.
   * @defaultValue 'apportioned'
   */
  readonly shipping?: 'apportioned' | { readonly category: string };
  /** Where an order is taxed that has no address yet, or needs none. @defaultValue nowhere: no tax */
  readonly origin?: { readonly country: string; readonly region?: string | null };
  /**
   * What happens to goods on which no row is due. `refuse`: a problem, `tax_unknown`, when the order is placed; give goods
   * that are not taxed a row with the rate 0. @defaultValue 'untaxed'
   */
  readonly unmatched?: 'untaxed' | 'refuse';
  /** Who pays no tax, such as a business elsewhere that owes it itself. @defaultValue nobody */
  readonly exempt?: (request: TaxRequest) => boolean;
}

const optionsSchema = z.strictObject({
  rates: z.array(z.unknown()),
  categories: z
    .union([
      z.record(z.string(), part.id),
      z.custom<(goods: PricedGoods) => string | undefined>((value) => typeof value === 'function'),
    ])
    .default({}),
  defaultCategory: part.id.default('standard'),
  pricesIncludeTax: z.union([z.boolean(), z.array(part.address.shape.country)]).default(false),
  shipping: z.union([z.literal('apportioned'), z.strictObject({ category: part.id })]).default('apportioned'),
  origin: z
    .strictObject({ country: part.address.shape.country, region: part.words.nullable().default(null) })
    .nullable()
    .default(null),
  unmatched: z.enum(['untaxed', 'refuse']).default('untaxed'),
  exempt: z
    .custom<(request: TaxRequest) => boolean>((value) => typeof value === 'function', 'must be a function')
    .default(() => () => false),
});

/**
 * Makes a tax port of a table: by where the goods go, what they are, and when. An order is taxed at its shipping address,
 * else at its billing address, else at `origin`.
 *
 * All rows that fit are due together: in a country with a federal and a provincial tax, both. What they come to is computed
 * by the order's terms `rounding` and `taxPer`. The rows are yours: this library knows no rates, and thresholds, exemptions
 * and who owes the tax are for your accountant.
 *
 * @throws OrderError `VALIDATION_FAILED` with every row that is not valid.
 * @example
 * import { createTaxTable } from 'statecart/adapters/tables';
 * const tax = createTaxTable({
 *   rates: [
 *     { country: 'DE', name: 'USt.', ratePercent: '19' },
 *     { country: 'DE', name: 'USt.', ratePercent: '7', category: 'books' },
 *   ],
 *   categories: { 'BOOK-1': 'books' },
 *   pricesIncludeTax: true,
 * });
 */
export function createTaxTable(options: TaxTableOptions): TaxPort {
  const table = parseAs(optionsSchema, options, 'the tax table');
  const rows = parseAs(
    z.strictObject({ rates: taxRowsSchema(table.defaultCategory) }),
    { rates: table.rates },
    'the tax table',
  ).rates;
  return { rates: async (request) => answer(request, rows, table) };
}

type Table = z.output<typeof optionsSchema>;

function answer(request: TaxRequest, rows: readonly TaxRow[], table: Table): TaxAnswer {
  const place = placeOf(request, table);
  if (place === null || table.exempt(request)) return { lines: [], shipping: [] };
  const { pricesIncludeTax } = table;
  const included = Array.isArray(pricesIncludeTax)
    ? pricesIncludeTax.includes(place.country)
    : pricesIncludeTax;
  const due = rowsFor(rows, place, request.at);
  const lines = request.lines.map((goods) => {
    const category = categoryOf(goods, table);
    return { lineId: goods.lineId, sku: goods.sku, category, taxes: taxesOn(due, category, included) };
  });
  const missing = lines.flatMap(({ taxes, sku, category }, index) =>
    taxes.length === 0 ? [problem(`lines[${index}].sku`, `${sku}, of the category ${category}`, place)] : [],
  );
  return {
    lines: lines.map(({ lineId, taxes }) => ({ lineId, taxes })),
    shipping:
      table.shipping === 'apportioned' ? 'apportioned' : taxesOn(due, table.shipping.category, included),
    problems: table.unmatched === 'refuse' && request.placing ? missing : [],
  };
}

function placeOf({ shippingAddress, billingAddress }: TaxRequest, { origin }: Table): TaxPlace | null {
  return shippingAddress ?? billingAddress ?? origin;
}

function categoryOf(goods: PricedGoods, { categories, defaultCategory }: Table): string {
  if (typeof categories === 'function') return categories(goods) ?? defaultCategory;
  const known = (key: string) => (Object.hasOwn(categories, key) ? categories[key] : undefined);
  return known(goods.sku) ?? known(goods.productId) ?? defaultCategory;
}

function problem(path: string, what: string, { country, region }: TaxPlace) {
  const where = region === null ? country : `${region.slice(0, 50).toWellFormed()}, ${country}`;
  return {
    path,
    code: 'tax_unknown',
    message: `no tax is known for ${what}, in ${where}; a rate of 0 is known, too`,
  };
}
