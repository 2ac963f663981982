import { orderSetup } from '../setup.ts';
import { deadlines, ledgerStates, records, unknowns } from './region.ts';

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
  states: ledgerStates(
    'payment',
    ['payment.void', 'payment.refund', 'payment.capture', 'payment.authorize'],
    {
      not_required: { to: ['voiding', 'refunding', 'failed'] },
      awaiting: {
        to: [
          'not_required',
          'authorizing',
          'authorized',
          'partially_authorized',
          'captured',
          'partially_captured',
          'failed',
        ],
      },
      authorizing: {
        to: [
          'awaiting',
          'authorized',
          'partially_authorized',
          'capturing',
          'captured',
          'partially_captured',
          'voiding',
          'refunding',
          'failed',
          'unknown',
        ],
        tags: ['in_flight'],
      },
      authorized: { to: ['awaiting', 'capturing', 'captured', 'voiding', 'voided', 'refunding', 'expired'] },
      partially_authorized: { to: ['capturing', 'partially_captured', 'voiding', 'voided'] },
      capturing: {
        to: [
          'awaiting',
          'authorizing',
          'authorized',
          'captured',
          'partially_captured',
          'voiding',
          'voided',
          'refunding',
          'failed',
          'unknown',
        ],
        tags: ['in_flight'],
      },
      captured: { to: ['voiding', 'refunding', 'refunded', 'partially_refunded'] },
      partially_captured: {
        to: ['authorizing', 'capturing', 'captured', 'voiding', 'refunding', 'partially_refunded'],
      },
      voiding: {
        to: ['authorized', 'captured', 'voided', 'refunding', 'refunded', 'partially_refunded', 'unknown'],
        tags: ['in_flight'],
      },
      voided: { to: ['authorizing', 'authorized', 'captured', 'voiding', 'refunding'] },
      refunding: {
        to: ['captured', 'voiding', 'refunded', 'partially_refunded', 'unknown'],
        tags: ['in_flight'],
      },
      refunded: { to: ['captured', 'voiding', 'refunding', 'partially_refunded'] },
      partially_refunded: { to: ['captured', 'voiding', 'refunding', 'refunded'] },
      failed: { to: ['awaiting', 'authorized', 'captured', 'voiding', 'refunding'], tags: ['attention'] },
      expired: {
        to: ['awaiting', 'authorized', 'captured', 'voiding', 'refunding'],
        tags: ['attention'],
      },
      unknown: {
        to: [
          'authorizing',
          'authorized',
          'captured',
          'voiding',
          'voided',
          'refunding',
          'refunded',
          'partially_refunded',
        ],
        tags: ['attention'],
      },
    },
  ),
});
