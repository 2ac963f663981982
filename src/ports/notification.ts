import type { JsonObject, NotificationTemplate } from '../machine/index.ts';
import type { PortCall, PortTraits } from './call.ts';
import type { CustomerPreferences } from './customer.ts';

/** A message to the customer, with the data of its template. */
export interface Notification {
  readonly orderId: string;
  readonly template: NotificationTemplate;
  readonly customerId: string | null;
  readonly email: string | null;
  /** What the customer wants, as the customer port knows it when the message is sent; `null`: nobody knows. */
  readonly preferences: CustomerPreferences | null;
  readonly data: JsonObject;
}

/**
 * Tells the customer. Never holds an order up: what can't be sent becomes a dead letter.
 *
 * @example
 * import type { NotificationPort } from 'statecart/ports';
 *
 * const notification: NotificationPort = {
 *   async send({ template, email, data }, { key, signal }) {
 *     if (email === null) return;
 *     await fetch('https://mail.example/send', {
 *       method: 'POST',
 *       headers: { 'content-type': 'application/json', 'idempotency-key': key },
 *       body: JSON.stringify({ template, to: email, data }),
 *       signal,
 *     });
 *   },
 * };
 */
export interface NotificationPort extends PortTraits {
  /**
   * Sends one message, by the channels that the customer allows. At least once: an adapter passes the key on where its
   * gateway knows keys. A customer who allows none is not told.
   */
  send(notification: Notification, call: PortCall): Promise<void>;
}
