import type { Arm } from '../support/shop-process/failpoints.ts';
import type { Hold } from './holds.ts';

/** A stage of the runtime at whose end a worker is killed. */
export interface Failpoint {
  /** The arms of the workers, one after the other: the first dies at the first, the next one at the second… */
  readonly arms: readonly Arm[];
  /** Or: where the server is held within a statement, until the worker that waits for it is dead. */
  readonly hold?: Hold;
  /** What has happened, and what has not, when the worker dies there. */
  readonly means: string;
}

const at = (place: string, means: string, also: Omit<Arm, 'at'> = {}): Failpoint => ({
  arms: [{ at: place, ...also }],
  means,
});
const lost = (detail: string): Failpoint =>
  at('call.after', `${detail} has had its effect, its answer is lost`, { detail });
const held = (hold: Hold, means: string): Failpoint => ({ arms: [], hold, means });

/** Every named failpoint, in the order of the runtime's work. */
export const failpoints: readonly Failpoint[] = [
  at('create.before', 'an order is ready, nothing is written'),
  at('create.open', 'a creation has begun, its transaction is open'),
  at('create.sent', 'COMMIT is sent, whether it took effect nobody knows'),
  at('create.after', 'the order is there, its caller was not told'),
  at('request.before', 'a cancellation is admitted, nothing is written'),
  at('request.sent', 'a cancellation is with the server, whether it took effect nobody knows'),
  at('request.after', 'the order is called off, its caller was not told'),
  at('receive.before', 'a message has come, nothing is written'),
  at('receive.sent', 'a message is on its way into the inbox', { skip: 1 }),
  at('receive.after', 'a message is in the inbox, its sender was not told', { skip: 2 }),
  at('claim.before', 'nothing is claimed'),
  at('claim.sent', 'a claim is with the server, nobody knows what it gave', { skip: 4 }),
  at('claim.after', 'orders are claimed, nothing is done', { skip: 2 }),
  at('call.before', 'a command is tried, its call was not made', { skip: 3 }),
  lost('payment.authorize'),
  lost('payment.capture'),
  lost('warehouse.reserve'),
  lost('shipping.createShipment'),
  lost('payment.refund'),
  {
    arms: [
      { at: 'call.after', detail: 'payment.authorize' },
      { at: 'find.after', detail: 'payment.find' },
    ],
    means: 'the successor dies too, when it has just found out what became of the call',
  },
  at('publish.before', 'an event is due on the bus', { skip: 5 }),
  at('publish.after', 'the bus has an event, it is not marked as published', { skip: 8 }),
  at('commit.before', 'the work is done and folded, nothing of it is written', { skip: 3 }),
  held(
    { table: 'order_payment_transactions', when: "new.kind = 'capture' and new.state = 'succeeded'" },
    'the server is within the commit, at a ledger: the money is taken and not yet entered',
  ),
  held(
    { table: 'order_journal', when: "new.type = 'fulfillment.accepted'" },
    'the server is within the commit, at the journal',
  ),
  held(
    { table: 'outbox', when: "new.type = 'shipment.create'" },
    'the server is within the commit, at the next command',
  ),
  held({ table: 'dead_letters', when: 'true' }, 'the server is within the commit, at a dead letter'),
  at('commit.sent', 'a commit is with the server, whether it took effect nobody knows', { skip: 7 }),
  at('commit.after', 'everything is committed, nobody was told', { skip: 11 }),
  at('wake.before', 'everything is committed, other workers were not woken', { skip: 1 }),
];

/** Besides, in the long run: all other calls whose answer can be lost, and more deaths in a row. */
export const moreFailpoints: readonly Failpoint[] = [
  ...failpoints,
  lost('payment.void'),
  lost('warehouse.release'),
  lost('warehouse.confirm'),
  lost('warehouse.return'),
  lost('fulfillment.create'),
  lost('fulfillment.cancel'),
  {
    arms: [
      { at: 'call.after', detail: 'payment.capture' },
      { at: 'find.before', detail: 'payment.find' },
      { at: 'commit.sent' },
    ],
    means: 'three workers die over one capture',
  },
];

/** How a failpoint is called: by its places, in order. */
export function nameOf({ arms, hold }: Failpoint): string {
  if (hold !== undefined) return `commit.within ${hold.table}`;
  return arms.map((arm) => (arm.detail === undefined ? arm.at : `${arm.at} ${arm.detail}`)).join(', then ');
}
