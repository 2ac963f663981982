import * as z from 'zod';
import type { Problem } from '../../errors/index.ts';
import { type BackorderPolicy, format, type Timestamp } from '../../machine/index.ts';
import { type CatalogPort, product } from '../../ports/index.ts';
import { ask } from '../call.ts';
import type { Context } from '../context.ts';
import { defaultTimeoutMs } from '../options.ts';
import { withStockTerms } from './stock-terms.ts';

/** What the catalog has a say in. */
export interface PricedLine {
  readonly id: string;
  readonly sku: string;
  readonly productId: string;
  readonly kind: 'physical' | 'digital';
  readonly unitPriceMinor: number;
  readonly releaseAt: Timestamp | null;
  readonly backorder: BackorderPolicy | null;
}

/** What the catalog made of the lines. */
export interface CheckedLines<Line extends PricedLine> {
  /** With the catalog's release dates, and its prices, if the policy is to take them. */
  readonly lines: readonly Line[];
  /** Whether a line is not what it was. */
  readonly changed: boolean;
  readonly problems: readonly Problem[];
}

type Found = z.output<typeof product>;

/** Asks the catalog whether the products exist and cost what the lines say. All problems are listed. */
export async function checkLines<Line extends PricedLine>(
  context: Context,
  lines: readonly Line[],
  currency: string,
): Promise<CheckedLines<Line>> {
  const port = context.ports.catalog;
  if (port === undefined || lines.length === 0) return { lines, changed: false, problems: [] };
  const products = await findProducts(context, port, lines, currency);
  const reprice = context.options.prices === 'reprice';
  const checked = lines.map((line, index) =>
    checkLine(line, index, products.get(line.sku), currency, reprice),
  );
  const changed = checked.filter((entry) => entry.repriced !== null);
  if (changed.length > 0) {
    context.logger.info(
      { lines: changed.map((entry) => entry.repriced) },
      'lines took the prices of the catalog',
    );
  }
  return {
    lines: checked.map((entry) => entry.line),
    changed: checked.some((entry, index) => entry.line !== lines[index]),
    problems: checked.flatMap((entry) => entry.problems),
  };
}

async function findProducts(
  context: Context,
  port: CatalogPort,
  lines: readonly PricedLine[],
  currency: string,
): Promise<ReadonlyMap<string, Found>> {
  const skus = [...new Set(lines.map((line) => line.sku))];
  const found = await ask(context.clock, {
    what: 'catalog.find',
    timeoutMs: defaultTimeoutMs,
    run: async (signal) => z.array(product).parse(await port.find(skus, currency, { signal })),
  });
  return new Map(found.map((entry) => [entry.sku, entry]));
}

interface CheckedLine<Line> {
  readonly line: Line;
  readonly problems: readonly Problem[];
  readonly repriced: { readonly lineId: string; readonly fromMinor: number; readonly toMinor: number } | null;
}

function checkLine<Line extends PricedLine>(
  line: Line,
  index: number,
  found: Found | undefined,
  currency: string,
  reprice: boolean,
): CheckedLine<Line> {
  const wrong = (field: string, code: string, message: string): CheckedLine<Line> => ({
    line,
    problems: [{ path: `lines[${index}].${field}`, code, message }],
    repriced: null,
  });
  if (found === undefined)
    return wrong(
      'sku',
      'product_not_found',
      `there is no product with SKU ${line.sku} priced in ${currency}`,
    );
  if (found.productId !== line.productId) {
    return wrong(
      'productId',
      'product_mismatch',
      `SKU ${line.sku} belongs to product ${found.productId}, not ${line.productId}`,
    );
  }
  if (found.kind !== line.kind)
    return wrong('kind', 'kind_mismatch', `SKU ${line.sku} is ${found.kind}, not ${line.kind}`);
  if (found.currency !== currency) {
    return wrong(
      'unitPriceMinor',
      'currency_mismatch',
      `SKU ${line.sku} is priced in ${found.currency}, but the order is in ${currency}`,
    );
  }
  const termed = withStockTerms(line, found);
  if (found.unitPriceMinor === line.unitPriceMinor) return { line: termed, problems: [], repriced: null };
  if (!reprice) {
    const [now, then] = [format(found.unitPriceMinor, currency), format(line.unitPriceMinor, currency)];
    return wrong('unitPriceMinor', 'price_changed', `SKU ${line.sku} costs ${now}, not ${then}`);
  }
  return {
    line: { ...termed, unitPriceMinor: found.unitPriceMinor },
    problems: [],
    repriced: { lineId: line.id, fromMinor: line.unitPriceMinor, toMinor: found.unitPriceMinor },
  };
}
