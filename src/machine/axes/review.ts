import { orderSetup } from '../setup.ts';
import { ledgerStates, records, unknowns } from './region.ts';

/** Risk screening, and holds that a person has to clear. */
export const reviewRegion = orderSetup.createStateConfig({
  initial: 'not_started',
  on: {
    ...records(['review.approve', 'review.reject', 'hold.place', 'hold.release', 'risk.assessed']),
    ...unknowns(['screening']),
  },
  states: ledgerStates('review', ['risk.screen'], {
    not_started: { to: ['not_required', 'screening', 'held'] },
    not_required: { to: ['held'] },
    screening: { to: ['not_started', 'held', 'clear', 'rejected'], tags: ['in_flight'] },
    held: { to: ['not_started', 'not_required', 'screening', 'clear', 'rejected'], tags: ['attention'] },
    clear: { to: ['screening', 'held'] },
    rejected: { to: [] },
  }),
});
