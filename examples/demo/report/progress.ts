import { counted, dayText, timeText } from './text.ts';

/** A line that says how far a run is. */
export interface Progress {
  /** An order is there already. */
  known(orderId: string, atEnd: boolean): void;
  /** Something happened to an order at a moment of the shop's time. */
  seen(orderId: string, atEnd: boolean, now: number): void;
  /** Clears the line. May be called again. */
  end(): void;
}

const everyMs = 100;
const plainEveryMs = 5_000;

/** A progress line on stdout: rewritten on a terminal; elsewhere a line now and then. */
export function createProgress(all: number, stream: NodeJS.WriteStream): Progress {
  const orders = new Map<string, boolean>();
  const isTerminal = stream.isTTY === true;
  let events = 0;
  let shownAt = performance.now();
  let open = false;

  const show = (now: number) => {
    const atEnd = [...orders.values()].filter(Boolean).length;
    const line = `${dayText(now)} ${timeText(now)} · ${orders.size} of ${counted(all, 'order')} placed · ${atEnd} at their end · ${counted(events, 'event')}`;
    stream.write(isTerminal ? `\r\u001b[2K${line}` : `${line}\n`);
    open = isTerminal;
  };
  return {
    known: (orderId, atEnd) => void orders.set(orderId, atEnd),
    seen(orderId, atEnd, now) {
      orders.set(orderId, atEnd);
      events += 1;
      if (performance.now() - shownAt < (isTerminal ? everyMs : plainEveryMs)) return;
      shownAt = performance.now();
      show(now);
    },
    end() {
      if (open) stream.write('\r\u001b[2K');
      open = false;
    },
  };
}
