import { OrderError } from '../errors/index.ts';
import { exponentOf } from './currency.ts';

/** An amount in minor units (cents, yen, fils): always a safe integer. */
export type MinorUnits = number;

/** Returns `value` if it is a safe integer. @throws OrderError `AMOUNT_OVERFLOW` otherwise. */
export function exact(value: number, what = 'amount'): MinorUnits {
  if (Number.isSafeInteger(value)) return value === 0 ? 0 : value;
  throw new OrderError(
    'AMOUNT_OVERFLOW',
    `${what} is ${value}, but amounts are whole minor units within ±${Number.MAX_SAFE_INTEGER}. Split the order, or check the unit.`,
    { retry: 'afterFix', details: { value: String(value), limit: Number.MAX_SAFE_INTEGER } },
  );
}

/** The exact sum of amounts. @throws OrderError `AMOUNT_OVERFLOW` when the sum leaves the safe integers. */
export function sum(amounts: readonly MinorUnits[], what = 'sum'): MinorUnits {
  let total = 0;
  for (const amount of amounts) total = exact(total + amount, what);
  return total;
}

/** `amount × quantity`, exactly. @throws OrderError `AMOUNT_OVERFLOW`. */
export function times(amount: MinorUnits, quantity: number, what = 'product'): MinorUnits {
  return exact(amount * quantity, what);
}

/**
 * `amount × numerator ÷ denominator`, rounded half away from zero to the minor unit.
 * Computed in BigInt, so that the product may exceed the safe integers as long as the result does not.
 */
export function ratio(amount: MinorUnits, numerator: number, denominator: number): MinorUnits {
  if (denominator <= 0)
    throw new OrderError('VALIDATION_FAILED', `a ratio needs a positive denominator, not ${denominator}`, {
      retry: 'afterFix',
    });
  const product = BigInt(amount) * BigInt(numerator);
  const divisor = BigInt(denominator);
  const magnitude = product < 0n ? -product : product;
  const rounded = (magnitude * 2n + divisor) / (divisor * 2n);
  return exact(Number(product < 0n ? -rounded : rounded));
}

/**
 * Splits `total` in proportion to `weights`, to the minor unit: the parts add up to the whole.
 * Each part is the difference of two rounded running totals, so no part is off by more than one unit.
 * Weights that are all zero share evenly.
 */
export function allocate(total: MinorUnits, weights: readonly number[]): MinorUnits[] {
  const sumOfWeights = sum(weights, 'sum of weights');
  const shares = sumOfWeights === 0 ? weights.map(() => 1) : weights;
  const whole = sumOfWeights === 0 ? weights.length : sumOfWeights;
  let weightSoFar = 0;
  let givenSoFar = 0;
  return shares.map((weight) => {
    weightSoFar += weight;
    const upToHere = ratio(total, weightSoFar, whole);
    const part = exact(upToHere - givenSoFar);
    givenSoFar = upToHere;
    return part;
  });
}

/** An amount for people: `12.50 EUR`, `1250 JPY`, `1.250 KWD`. */
export function format(amount: MinorUnits, currency: string): string {
  const exponent = exponentOf(currency);
  const digits = String(Math.abs(amount)).padStart(exponent + 1, '0');
  const whole = digits.slice(0, digits.length - exponent);
  const fraction = exponent === 0 ? '' : `.${digits.slice(-exponent)}`;
  return `${amount < 0 ? '-' : ''}${whole}${fraction} ${currency}`;
}
