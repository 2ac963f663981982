import type { Timestamp } from '../machine/index.ts';
import { utcYear } from './calendar.ts';

/** Makes the number that people use out of the store's next number and the moment of submission. */
export type NumberFormat = (sequence: number, at: Timestamp) => string;

/** `SC-2026-000042`. The sequence runs on over the turn of the year, so that numbers stay unique. */
export const defaultNumberFormat: NumberFormat = (sequence, at) =>
  `SC-${utcYear(at)}-${String(sequence).padStart(6, '0')}`;
