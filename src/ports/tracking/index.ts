export {
  type EasypostDetail,
  type EasypostStatus,
  easypost,
  easypostDetails,
  easypostStatuses,
} from './easypost.ts';
export { ownVocabulary } from './own.ts';
export {
  type CarrierScan,
  type Meaning,
  meaningOf,
  type ScanStatus,
  scanFact,
  type Vocabulary,
} from './vocabulary.ts';
