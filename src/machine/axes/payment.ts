import { axisStates } from '../axes.ts';
import { orderSetup } from '../setup.ts';
import { begins, deadlines, ledgerStates, records, unknowns } from './region.ts';

const all = axisStates.payment;
const mesh = Object.fromEntries(all.map((s) => [s, { to: all.filter((t) => t !== s) }])) as never;

/** The money of the order: what its payments' ledgers say, and the operations that are due. */
export const paymentRegion = orderSetup.createStateConfig({
  initial: 'awaiting',
  on: {
    ...records([
      'payment.add',
      'payment.capture',
      'payment.refund',
      'payment.retry',
      'payment.authorized',
      'payment.captured',
      'payment.failed',
      'payment.voided',
      'payment.void_failed',
      'payment.refunded',
      'payment.refund_failed',
    ]),
    ...deadlines(['authorization.expires']),
    ...unknowns(['authorization', 'capture', 'void', 'refund']),
  },
  always: begins(['payment.void', 'payment.refund', 'payment.capture', 'payment.authorize']),
  states: ledgerStates('payment', mesh),
});
