import type { Standing } from './standing.ts';
import { counted, dayText, paint, timeText } from './text.ts';

/** What was there before a run, and what is left to do. */
export function standingText(shop: string, { all, here, atEnd, now }: Standing): string {
  const name = paint('bold', shop);
  const left = all - here;
  const clock = `The shop’s clock says ${dayText(now)} ${timeText(now)}.`;
  if (here === 0) return `${name} opens with ${counted(all, 'order')} to come. ${clock}`;
  const there = `${counted(here, 'order')} ${here === 1 ? 'is' : 'are'} here already, ${left} new`;
  const rest = atEnd === here && left === 0 ? 'all are settled' : `${here - atEnd} of them under way`;
  return `${name}: ${there}; ${rest}. ${clock}`;
}

/** What is left after the worker was killed. */
export function killedText(
  pid: number,
  death: { readonly commits: number; readonly call: string },
  seed: number,
  { all, here, atEnd, open, now }: Standing,
  books: string,
): string {
  return [
    '',
    paint(
      'bold',
      `Killed the worker (process ${pid}) with SIGKILL after ${counted(death.commits, 'commit')} (--seed ${seed}).`,
    ),
    `  It died in the middle of ${death.call}, which had its effect; nobody could write that down.`,
    `  On disk: ${here} of ${counted(all, 'order')}; ${atEnd} at their end, ${here - atEnd} under way, ${all - here} still to come.`,
    `  ${counted(open, 'call')} to the outside ${open === 1 ? 'has' : 'have'} an outcome that the orders do not know.`,
    `  Provider, warehouses, pickers and carrier lived on; their books are in ${books}.`,
    `  The shop’s clock says ${dayText(now)} ${timeText(now)}. Run npm run demo: it goes on from here and finishes every order.`,
  ].join('\n');
}
