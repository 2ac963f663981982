import type { OrderLine, ShippingCharge, Tax } from '../order.ts';
import { mergeTaxes } from './apportion.ts';

/**
 * The taxes of an order, each once, with what it was computed on and what it comes to over all lines and delivery: what an
 * invoice lists. Only lines that tell their taxes count; `baseMinor` is `null` where one of them does not know it.
 *
 * @example
 * import { taxSummary } from 'statecart/machine';
 * for (const { name, ratePercent, baseMinor, amountMinor } of taxSummary(order)) console.log(name, ratePercent, baseMinor, amountMinor);
 */
export function taxSummary(order: {
  readonly lines: readonly Pick<OrderLine, 'taxes'>[];
  readonly shippingCharge: Pick<ShippingCharge, 'taxes'>;
}): readonly Tax[] {
  return mergeTaxes([...order.lines.map((line) => line.taxes), order.shippingCharge.taxes]);
}
