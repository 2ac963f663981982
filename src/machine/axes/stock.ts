import { orderSetup } from '../setup.ts';
import { deadlines, ledgerStates, records, unknowns } from './region.ts';

/** The goods in the warehouses: what the reservations' ledger says, and the operations that are due. */
export const stockRegion = orderSetup.createStateConfig({
  initial: 'unreserved',
  on: {
    ...records([
      'stock.reserved',
      'stock.rejected',
      'stock.released',
      'stock.confirmed',
      'stock.returned',
      'stock.failed',
      'stock.expired',
      'stock.short',
      'stock.replenished',
      'shortfall.wait',
      'shortfall.substitute',
      'shortfall.refund',
    ]),
    ...deadlines(['reservation.expires', 'backorder.expires', 'shortfall.expires', 'preorder.release']),
    ...unknowns(['reserve', 'release', 'confirm', 'return']),
  },
  states: ledgerStates('stock', ['stock.release', 'stock.reserve', 'stock.confirm', 'stock.return'], {
    not_required: { to: ['unreserved'] },
    unreserved: { to: ['not_required', 'reserving', 'preordered', 'out_of_stock', 'releasing'] },
    reserving: {
      to: [
        'unreserved',
        'reserved',
        'backordered',
        'preordered',
        'out_of_stock',
        'releasing',
        'released',
        'confirming',
        'failed',
        'unknown',
      ],
      tags: ['in_flight'],
    },
    reserved: { to: ['reserving', 'backordered', 'out_of_stock', 'releasing', 'confirming'] },
    backordered: {
      to: ['reserving', 'reserved', 'preordered', 'out_of_stock', 'releasing', 'released', 'confirming'],
    },
    preordered: { to: ['reserving', 'backordered', 'out_of_stock', 'releasing', 'released', 'confirming'] },
    out_of_stock: {
      to: ['reserving', 'reserved', 'backordered', 'preordered', 'releasing', 'released', 'confirming'],
      tags: ['attention'],
    },
    releasing: { to: ['reserving', 'released', 'expired', 'failed', 'unknown'], tags: ['in_flight'] },
    released: { to: ['releasing'] },
    expired: { to: ['reserving', 'releasing', 'released'], tags: ['attention'] },
    confirming: {
      to: [
        'backordered',
        'preordered',
        'out_of_stock',
        'partially_confirmed',
        'confirmed',
        'returning',
        'failed',
        'unknown',
      ],
      tags: ['in_flight'],
    },
    partially_confirmed: { to: ['reserving', 'backordered', 'out_of_stock', 'confirming', 'returning'] },
    confirmed: { to: ['returning'] },
    returning: { to: ['confirmed', 'returned', 'failed'], tags: ['in_flight'] },
    returned: { to: ['confirming'] },
    failed: {
      to: ['reserving', 'releasing', 'released', 'confirming', 'confirmed', 'returning'],
      tags: ['attention'],
    },
    unknown: {
      to: [
        'reserving',
        'reserved',
        'backordered',
        'out_of_stock',
        'releasing',
        'released',
        'confirming',
        'failed',
      ],
      tags: ['attention'],
    },
  }),
});
