import * as z from 'zod';
import type { LineKind } from '../../machine/index.ts';
import { type StockLevel, stockLevel } from '../../ports/index.ts';
import { ask } from '../call.ts';
import type { Context } from '../context.ts';
import { defaultTimeoutMs } from '../options.ts';

/** Asks what each warehouse could give now of the goods in these lines. Digital lines need none. */
export async function askStockLevels(
  context: Context,
  lines: readonly { readonly sku: string; readonly kind: LineKind }[],
): Promise<readonly StockLevel[]> {
  const { warehouse } = context.ports;
  const skus = [...new Set(lines.filter((line) => line.kind === 'physical').map((line) => line.sku))];
  if (skus.length === 0) return [];
  return ask(context.clock, {
    what: 'warehouse.available',
    timeoutMs: warehouse.timeoutMs ?? defaultTimeoutMs,
    run: async (signal) =>
      z.array(stockLevel).parse(await warehouse.available(skus, { signal, traceparent: null })),
  });
}
