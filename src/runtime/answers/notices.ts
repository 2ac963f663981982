import type { Command } from '../../machine/index.ts';
import type {
  CheckoutPort,
  Notification,
  NotificationPort,
  PortCall,
  PortTraits,
} from '../../ports/index.ts';
import type { Desk } from './desk.ts';

/** The desk of the notification port. The order does not wait for it. */
export function notificationDesk(port: NotificationPort): Desk {
  return notice(port, (command, call) => port.send(command.data as unknown as Notification, call));
}

/** The desk of the checkout port. The order does not wait for it. */
export function checkoutDesk(port: CheckoutPort): Desk {
  return notice(port, (command, call) =>
    port.clear(command.data as unknown as Parameters<CheckoutPort['clear']>[0], call),
  );
}

function notice(traits: PortTraits, tell: (command: Command, call: PortCall) => Promise<void>): Desk {
  return {
    traits,
    inLedger: false,
    find: null,
    async perform(command, call) {
      await tell(command, call);
      return [];
    },
    failed: () => [],
  };
}
