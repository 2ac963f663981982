import * as z from 'zod';
import type { Timestamp } from '../../machine/index.ts';
import type { Notification, NotificationPort } from '../../ports/index.ts';
import { type CallRow, type DeskOptions, openDesk } from './simulation/desk.ts';
import { createOutside, type Outside, type OutsideOptions } from './simulation/outside.ts';
import type { Script } from './simulation/script.ts';

/** One message that was sent. */
export interface SentNotification extends Notification {
  readonly key: string;
  readonly at: Timestamp;
}

/** A simulated gateway for messages to customers. */
export interface MemoryNotifications extends NotificationPort {
  readonly script: Script;
  /** What was sent, in order. `calls`: by key. */
  book(): { readonly sent: readonly SentNotification[]; readonly calls: { readonly [key: string]: CallRow } };
}

const notification = z.custom<Notification>((value) => typeof value === 'object' && value !== null);

/**
 * Makes a gateway for messages in memory. It knows keys: the same key is sent once.
 *
 * The script knows `delay`, `fail_before`, `lose_answer`, by the method `send`.
 *
 * @throws PortError as the script says; `key_reused` (`never`, `failed`).
 * @example
 * import { createMemoryClock, createMemoryNotifications } from 'statecart/adapters/memory';
 * const notifications = createMemoryNotifications({ clock: createMemoryClock() });
 * notifications.book().sent.map((message) => message.template);
 */
export function createMemoryNotifications(
  options: DeskOptions & Omit<OutsideOptions, 'onChange'>,
): MemoryNotifications {
  return notificationsOf(createOutside(options), options);
}

/** The gateway of a world. */
export function notificationsOf(outside: Outside, options: DeskOptions): MemoryNotifications {
  const desk = openDesk(outside, 'notifications', options, []);
  return {
    ...desk.traits,
    script: desk.script,
    async send(message, call) {
      await desk.take('send', notification, message, call, () => ({ status: 'sent' }));
    },
    book: () => ({
      sent: desk.calls
        .values()
        .map(({ request, key, at }) => ({ ...(request as unknown as Notification), key, at })),
      calls: desk.calls.entries(),
    }),
  };
}
