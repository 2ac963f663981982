import { orderSetup } from '../setup.ts';
import { ledgerStates, records } from './region.ts';

/** Goods on their way back. */
export const returnsRegion = orderSetup.createStateConfig({
  initial: 'none',
  on: records(['return.request', 'return.cancel', 'return.received']),
  states: ledgerStates('returns', [], {
    none: { to: ['requested', 'partially_returned', 'returned'] },
    requested: { to: ['none', 'partially_returned', 'returned'] },
    partially_returned: { to: ['requested', 'returned'] },
    returned: { to: ['none', 'partially_returned'] },
  }),
});
