import type { StatusCondition } from '../machine/ledgers/status.ts';
import type { ChartTransition } from './chart/chart.ts';

/** The conditions of the status in words that people use. A condition that is added must be worded, or this does not compile. */
const conditionWords: Readonly<Record<StatusCondition, string>> = {
  isCalledOff: 'called off',
  hasFailed: 'no stock, or no payment',
  isReady: 'stock, review and payment are fine',
  isDigitalAndPaid: 'nothing to send, and paid',
  isInProgress: 'a warehouse has begun',
  isShipped: 'all goods have left',
  isDelivered: 'all goods have arrived',
  isRefunded: 'goods and money are back',
};

/** The name of a condition without words of its own: `isReadyToPack` is "ready to pack". */
function nameInWords(name: string): string {
  return name
    .replace(/^(is|has)(?=[A-Z])/, '')
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replaceAll('_', ' ')
    .toLowerCase();
}

/** The condition that a transition waits for: a named condition of the status, or the guard itself. */
export function conditionOf({ guard }: ChartTransition): string | null {
  if (guard === null || guard.type === 'ledgerSays') return null;
  return guard.list('condition')[0] ?? guard.type;
}

/** What takes a transition, in words: what the chart says of it, its event, its condition. */
export function wordsOf(transition: ChartTransition): readonly string[] {
  if (transition.description !== null) return wrap(transition.description);
  const condition = conditionOf(transition);
  const words =
    condition === null
      ? null
      : ((conditionWords as Record<string, string>)[condition] ?? nameInWords(condition));
  return [...(transition.event === null ? [] : [transition.event]), ...(words === null ? [] : wrap(words))];
}

/** Text in lines of about a length, broken between words. */
export function wrap(text: string, length = 18): readonly string[] {
  const lines: string[] = [];
  for (const word of text.split(/\s+/)) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= length)
      lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}
