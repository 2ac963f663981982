import { type Deadline, hasTag, type Order, type OrderStatus } from '../../../machine/index.ts';

/** The statuses in which a deadline of a name can belong to anything; names that are not here belong to parcels and payments. */
const statusesOf: Partial<Record<Deadline['name'], (status: OrderStatus) => boolean>> = {
  'draft.expires': (status) => status === 'draft',
  'review.expires': (status) => status === 'pending',
  'payment.expires': (status) => status === 'pending',
  'reservation.expires': (status) => status === 'pending',
  'authorization.expires': (status) => !hasTag(status, 'ended'),
  'feedback.due': (status) => status === 'delivered',
};

/** Deadlines that belong to a state that is over. */
export function orphanDeadlines({ axes, deadlines }: Order): readonly string[] {
  return deadlines
    .filter(({ name }) => statusesOf[name]?.(axes.status) === false)
    .map(({ name }) => `the deadline ${name} is there while the order is ${axes.status}`);
}

/** Deadlines that are over, and were not taken. */
export function overdueDeadlines({ deadlines }: Order, now: number): readonly string[] {
  return deadlines
    .filter(({ at }) => at <= now)
    .map(({ name, at }) => `the deadline ${name} was at ${at}, and it is ${now}`);
}
