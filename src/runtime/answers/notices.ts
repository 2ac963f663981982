import type { Command } from '../../machine/index.ts';
import {
  type CheckoutPort,
  type CustomerPort,
  type CustomerPreferences,
  customerRecord,
  type Notification,
  type NotificationPort,
  type PortCall,
  type PortTraits,
} from '../../ports/index.ts';
import type { Desk } from './desk.ts';

/**
 * The desk of the notification port. The order does not wait for it. What the customer wants is asked for when the message
 * is sent, so that it is what they want now; one who wants to be told by no channel is not told.
 */
export function notificationDesk(port: NotificationPort, customers?: CustomerPort): Desk {
  return notice(port, async (command, call) => {
    const message = command.data as unknown as Omit<Notification, 'preferences'>;
    const preferences = await preferencesOf(customers, message.customerId, call);
    if (preferences?.channels?.length === 0) return;
    await port.send({ ...message, preferences }, call);
  });
}

async function preferencesOf(
  customers: CustomerPort | undefined,
  customerId: string | null,
  call: PortCall,
): Promise<CustomerPreferences | null> {
  if (customers === undefined || customerId === null) return null;
  const record = await customers.get(customerId, { signal: call.signal });
  return record === null ? null : customerRecord.parse(record).preferences;
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
