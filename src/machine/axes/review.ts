import { axisStates } from '../axes.ts';
import { orderSetup } from '../setup.ts';
import { begins, ledgerStates, records, unknowns } from './region.ts';

const all = axisStates.review;
const mesh = Object.fromEntries(all.map((s) => [s, { to: all.filter((t) => t !== s) }])) as never;

/** Risk screening, and holds that a person has to clear. */
export const reviewRegion = orderSetup.createStateConfig({
  initial: 'not_started',
  on: {
    ...records(['review.approve', 'review.reject', 'hold.place', 'hold.release', 'risk.assessed']),
    ...unknowns(['screening']),
  },
  always: begins(['risk.screen']),
  states: ledgerStates('review', mesh),
});
