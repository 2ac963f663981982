import assert from 'node:assert/strict';
import type { Notification, NotificationPort } from '../../ports/index.ts';
import {
  type Claims,
  callOf,
  newId,
  newKey,
  type PortContractOptions,
  portScenario,
} from './port/harness.ts';
import { type KeyedCapability, type KeyedPortUnderTest, keyedContract } from './port/keyed.ts';

/** A notification adapter under test. */
export interface NotificationUnderTest extends KeyedPortUnderTest<NotificationPort> {
  /** How many messages about an order went out. */
  readonly book?: (orderId: string) => number | Promise<number>;
}

/** What a notification adapter may claim: it answers nothing, so it decides nothing either. */
export type NotificationCapability = Exclude<KeyedCapability, 'decline'>;

/** What {@link notificationContract} needs. */
export interface NotificationContractOptions extends PortContractOptions<NotificationUnderTest> {
  readonly claims: Claims<NotificationCapability>;
}

const decline = { absent: 'the port answers nothing: there is nothing to decide' };

/**
 * The contract of a `NotificationPort` as tests, for any runner with `describe` and `it`. An adapter whose gateway knows no
 * keys, such as SMTP, does not claim `book`: a message may go out twice.
 */
export function notificationContract(options: NotificationContractOptions): void {
  const scenario = portScenario(options);
  const { describe, claims } = options;
  const message = (orderId: string, more: Partial<Notification> = {}): Notification => ({
    orderId,
    template: 'order_confirmed',
    customerId: 'customer-1',
    email: 'ada@example.com',
    preferences: null,
    data: { orderNumber: 'SC-1' },
    ...more,
  });
  describe('keys', () =>
    keyedContract({
      ...options,
      claims: { ...claims, decline },
      find: null,
      effects: [
        {
          method: 'send',
          async prepare({ port, book }) {
            const orderId = newId();
            return {
              ask: async (call) => port.send(message(orderId), call),
              askOther: async (call) => port.send(message(orderId, { template: 'order_cancelled' }), call),
              happened: async () => (await book?.(orderId)) ?? Number.NaN,
            };
          },
        },
      ],
    }));
  describe('messages', () => {
    scenario('sends a message for each key, about the order that it is about', async ({ port, book }) => {
      const [orderId, bystander] = [newId(), newId()];
      await port.send(message(bystander), callOf(newKey('notification')));
      for (const template of ['order_confirmed', 'order_delivered'] as const)
        await port.send(message(orderId, { template }), callOf(newKey('notification')));
      if (claims.book === true) assert.deepEqual([await book?.(orderId), await book?.(bystander)], [2, 1]);
    });

    scenario('takes words of any script, and markup, as words', async ({ port }) => {
      const data = { name: 'Zoë <script>alert(1)</script> 李 🎁 \r\nBcc: all@example.com' };
      await port.send(message(newId(), { data }), callOf(newKey('notification')));
    });
  });
}
