import { axisStates } from '../axes.ts';
import { orderSetup } from '../setup.ts';
import { ledgerStates, records } from './region.ts';

const all = axisStates.returns;
const mesh = Object.fromEntries(all.map((s) => [s, { to: all.filter((t) => t !== s) }])) as never;

/** Goods on their way back. */
export const returnsRegion = orderSetup.createStateConfig({
  initial: 'none',
  on: records(['return.request', 'return.cancel', 'return.received']),
  states: ledgerStates('returns', mesh),
});
