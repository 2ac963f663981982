import { axisStates } from '../axes.ts';
import { orderSetup } from '../setup.ts';
import { begins, deadlines, ledgerStates, records, unknowns } from './region.ts';

const all = axisStates.stock;
const mesh = Object.fromEntries(all.map((s) => [s, { to: all.filter((t) => t !== s) }])) as never;

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
    ]),
    ...deadlines(['reservation.expires']),
    ...unknowns(['reserve', 'release', 'confirm', 'return']),
  },
  always: begins(['stock.release', 'stock.reserve', 'stock.confirm', 'stock.return']),
  states: ledgerStates('stock', mesh),
});
