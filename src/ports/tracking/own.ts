import { eventParts as part } from '../../machine/index.ts';
import type { ScanStatus, Vocabulary } from './vocabulary.ts';

const words = part.scanStatus.options.map((status: ScanStatus) => [status, { status }] as const);

/** Our own words: a scan whose status is one of ours already. */
export const ownVocabulary: Vocabulary = { name: 'statecart', statuses: Object.fromEntries(words) };
