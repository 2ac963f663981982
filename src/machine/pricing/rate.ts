import { OrderError } from '../../errors/index.ts';
import { type Fraction, fraction } from './fraction.ts';

const decimal = /^(\d{1,9})(?:\.(\d{1,12}))?$/;
const rational = /^(\d{1,15})\/(0*[1-9]\d{0,14})$/;

/** Whether a text is a rate: a decimal number (`8.25`) or a fraction of whole numbers (`100/3`), never below zero. */
export function isRate(text: string): boolean {
  return decimal.test(text) || rational.test(text);
}

/** A rate as a number: `8.25` is 33/4. @throws OrderError `VALIDATION_FAILED` for a text that is none. */
export function rateOf(text: string): Fraction {
  const [, whole, digits = ''] = decimal.exec(text) ?? [];
  if (whole !== undefined) return fraction(BigInt(whole + digits), 10n ** BigInt(digits.length));
  const [, numerator, denominator] = rational.exec(text) ?? [];
  if (numerator !== undefined && denominator !== undefined)
    return fraction(BigInt(numerator), BigInt(denominator));
  throw new OrderError(
    'VALIDATION_FAILED',
    `"${text.slice(0, 40)}" is not a rate. Write a decimal number such as 8.25, or a fraction such as 100/3, as text.`,
    { retry: 'afterFix', details: { value: text.slice(0, 40) } },
  );
}

/** A rate in percent as the share of the whole that it is: `8.25` is 33/400. @throws OrderError `VALIDATION_FAILED`. */
export function shareOf(ratePercent: string): Fraction {
  const { numerator, denominator } = rateOf(ratePercent);
  return { numerator, denominator: denominator * 100n };
}
