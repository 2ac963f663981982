import type { Absent, Claims, KeyedCapability } from 'statecart/testing';

export const absent = (why: string): Absent => ({ absent: why });

/** What every simulated party can do. */
export const simulatedClaims: Claims<KeyedCapability> = {
  book: true,
  refusesReuse: true,
  decline: true,
  hang: true,
  loseAnswer: true,
  failBefore: true,
  garble: absent('nothing lies between it and its caller'),
};

/** What a port that answers out of its own memory can do. */
export const atOnce = { hang: absent('it answers at once') };
