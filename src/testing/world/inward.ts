import type { Deliver, MemoryClock } from '../../adapters/memory/index.ts';
import type { CloudEvent } from '../../ports/index.ts';
import type { Chance } from './chance.ts';
import type { Crew } from './crew.ts';
import type { Faults } from './faults.ts';
import type { Log } from './log.ts';

const retryMs = 3_000;

/** What the way of facts is made from. */
export interface InwardOptions {
  readonly clock: MemoryClock;
  readonly crew: () => Crew;
  readonly faults: Faults;
  readonly log: Log;
  readonly chance: Chance;
}

/**
 * The way of a fact from the outside to a worker: it may come twice, be overtaken, or meet a worker that dies; then it comes
 * again, as a sender without an acknowledgement would send it.
 */
export function createInward({ clock, crew, faults, log, chance }: InwardOptions): Deliver {
  /** The number of the last fact that each order has heard. */
  const last = new Map<string, number>();

  const hand = async (event: CloudEvent) => {
    const { life, orders } = crew().any(chance);
    const { status } = await life.reach(orders.receive(event));
    log.tell(`${life.name} ${event.type} ${event.id}: ${status}`);
    const number = Number(event.id.split(':').at(-1));
    const subject = event.subject ?? '';
    if (status === 'duplicate') log.mark('a fact came twice');
    if (status === 'stored' && number < (last.get(subject) ?? 0))
      log.mark('a fact was overtaken by a later one');
    last.set(subject, Math.max(number, last.get(subject) ?? 0));
  };
  /** Hands a fact over after a time, and again until somebody has taken it. */
  const handLater = (event: CloudEvent, ms: number): void => {
    clock.after(ms, () => {
      hand(event).catch(() => handLater(event, retryMs));
    });
  };

  return async (event) => {
    const armed = faults.takeFact();
    if (armed !== undefined) log.struck(`fact ${armed.fault}`);
    switch (armed?.fault) {
      case 'late':
        return handLater(event, armed.ms);
      case 'again':
        handLater(event, armed.ms);
        return hand(event);
      case 'twice':
        return void (await Promise.all([hand(event), hand(event)]));
      default:
        return hand(event);
    }
  };
}
