import type { CreateShipmentRequest } from '../../../ports/index.ts';
import type { Outside } from '../simulation/outside.ts';
import { reportPayment } from './payment-facts.ts';
import { PaymentsBook } from './payments-book.ts';

/** What a carrier collects at the door with a parcel. */
export type Collection = NonNullable<CreateShipmentRequest['collect']>;

const farAway = 100 * 365 * 86_400_000;

/**
 * A carrier has collected money and pays it out to the shop's account with the provider, so that it can be given back from
 * there. It is reported as the provider would. Only within a change of the books.
 */
export function payOut(outside: Outside, orderId: string, parcel: string, collection: Collection): void {
  const { paymentId, method, amountMinor, currency } = collection;
  const request = {
    orderId,
    paymentId,
    method,
    amountMinor,
    currency,
    provider: 'default',
    token: null,
    customerId: null,
    orderNumber: null,
  };
  const now = outside.clock.now();
  const entry = { key: null, reference: `collected_${parcel}`, now };
  const answer = new PaymentsBook(outside.library).sale(request, entry, now + farAway);
  reportPayment(outside, 'authorize', request, null, answer, {});
}
