import { styleText } from 'node:util';
import { exponentOf } from 'statecart/machine';

/** A style of a terminal. */
export type Style = 'bold' | 'dim' | 'red' | 'green' | 'yellow' | 'cyan';

const painted = process.stdout.isTTY === true && process.env.NO_COLOR === undefined;

/** A text in a style; without one where colours are not wanted. */
export function paint(style: Style, text: string): string {
  return painted ? styleText(style, text) : text;
}

const wide =
  /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|\p{Extended_Pictographic}/u;

/** How many columns of a terminal a text takes. */
export function widthOf(text: string): number {
  return Array.from(text.normalize('NFC')).reduce(
    (width, character) => width + (wide.test(character) ? 2 : 1),
    0,
  );
}

/** A text in exactly `width` columns: filled with spaces, or cut with an ellipsis. */
export function fit(text: string, width: number, side: 'left' | 'right' = 'left'): string {
  const cut = widthOf(text) <= width ? text : cutTo(text, width);
  const space = ' '.repeat(Math.max(0, width - widthOf(cut)));
  return side === 'left' ? cut + space : space + cut;
}

function cutTo(text: string, width: number): string {
  let kept = '';
  for (const character of text.normalize('NFC')) {
    if (widthOf(kept + character) > width - 1) break;
    kept += character;
  }
  return `${kept.trimEnd()}…`;
}

/** An amount without its currency: `1,234.50`, `48,000`, `12.500`. */
export function amountText(amountMinor: number, currency: string): string {
  const exponent = exponentOf(currency);
  const digits = String(Math.abs(amountMinor)).padStart(exponent + 1, '0');
  const whole = digits.slice(0, digits.length - exponent).replaceAll(/\B(?=(?:\d{3})+$)/g, ',');
  return `${amountMinor < 0 ? '-' : ''}${whole}${exponent === 0 ? '' : `.${digits.slice(-exponent)}`}`;
}

/** An amount with its currency. */
export function moneyText(amountMinor: number, currency: string): string {
  return `${amountText(amountMinor, currency)} ${currency}`;
}

const days = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** The day of a moment in UTC: `Mon 02 Mar`. */
export function dayText(at: number): string {
  const date = new Date(at);
  const day = String(date.getUTCDate()).padStart(2, '0');
  return `${days[date.getUTCDay()]} ${day} ${months[date.getUTCMonth()]}`;
}

/** The time of day of a moment in UTC: `08:05`. */
export function timeText(at: number): string {
  return new Date(at).toISOString().slice(11, 16);
}

/** `1 order`, `3 orders`. */
export function counted(count: number, what: string): string {
  return `${count.toLocaleString('en')} ${what}${count === 1 ? '' : 's'}`;
}
