import type { CommandRef, PublishedRef } from '../commands.ts';
import type { EventOf, EventType } from '../events/index.ts';
import type { Order } from '../order.ts';

/** What a ledger makes of an event. */
export type Taken =
  | {
      readonly outcome: 'applied';
      readonly order: Order;
      readonly commands: readonly CommandRef[];
      readonly published: readonly PublishedRef[];
    }
  /** It says what the ledger knows already. */
  | { readonly outcome: 'duplicate' }
  /** It can't be taken as it came; `order` is what could be taken of it, and `published` what is told of that. */
  | {
      readonly outcome: 'anomaly';
      readonly order: Order;
      readonly code: string;
      readonly message: string;
      readonly published?: readonly PublishedRef[];
    };

/** Writes one type of event into the ledger. */
export type Writer<T extends EventType> = (order: Order, event: EventOf<T>) => Taken;
/** The writers of some types of events. */
export type Writers<T extends EventType> = { readonly [K in T]: Writer<K> };

/** The event was taken. */
export function applied(
  order: Order,
  published: readonly PublishedRef[] = [],
  commands: readonly CommandRef[] = [],
): Taken {
  return { outcome: 'applied', order, published, commands };
}

/** The ledger knows it already. */
export const duplicate: Taken = { outcome: 'duplicate' };

/** The event can't be taken as it came. */
export function anomaly(order: Order, code: string, message: string): Extract<Taken, { outcome: 'anomaly' }> {
  return { outcome: 'anomaly', order, code, message };
}

/** A published event about a ledger entry. */
export function says(type: PublishedRef['type'], ref: string | null = null): readonly PublishedRef[] {
  return [{ type, ref }];
}
