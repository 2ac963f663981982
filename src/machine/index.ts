export {
  type AllocatableLine,
  type AllocationTerms,
  type Availability,
  allocateStock,
  fallbackWarehouse,
  type LineAllocation,
} from './allocate-stock.ts';
export {
  type Axes,
  type Axis,
  type AxisState,
  axisNames,
  axisStates,
  baseName,
  hasTag,
  type OrderStatus,
  type StatusPath,
  type StatusTag,
  statusTags,
} from './axes.ts';
export type { OrderContext } from './chart/behaviour.ts';
export {
  type Anomaly,
  type Command,
  type CommandRef,
  type CommandType,
  commandTypes,
  type JournalEntry,
  type NotificationTemplate,
  type PublishedEvent,
  type PublishedRef,
  type PublishedType,
  publishedTypes,
  type StatusRecord,
} from './commands.ts';
export { inconsistenciesOf } from './consistency.ts';
export { contentOf } from './content.ts';
export { createOrder } from './create-order.ts';
export { exponentOf, isCurrency } from './currency.ts';
export { deadlinesOf } from './deadlines.ts';
export * from './events/index.ts';
export { baseOrder, type ComposedOrder } from './extend/composed-order.ts';
export { extendOrder } from './extend/extend-order.ts';
export type {
  AnyExtension,
  Asked,
  DeadlineEvent,
  ImpliedFact,
  OrderExtension,
  OwnDeadline,
  OwnMoment,
  OwnRule,
  OwnState,
  OwnTaken,
} from './extend/extension.ts';
export type { BaseTypes, Extended, OrderTypes, OrderWith, OwnEvent, OwnInput } from './extend/order-types.ts';
export { isWithin } from './extend/paths.ts';
export { ownDeadlineNames, withoutOwn } from './extend/without-own.ts';
export { journalData } from './fill/journal.ts';
export { type Scan, type ScanRecord, scansOf } from './fill/scans.ts';
export { type CompensationStep, compensationPlan } from './ledgers/compensation.ts';
export { operationsOf } from './ledgers/entry.ts';
export { openUnits } from './ledgers/lines.ts';
export { isInTrouble, openExceptions } from './ledgers/parcels.ts';
export {
  isOnDelivery,
  keepMinor,
  keptMinor,
  orderBook,
  outstandingMinor,
  type PaymentBook,
  payableMinor,
  paymentBook,
  promisedMinor,
  securedMinor,
} from './ledgers/payment-book.ts';
export { collectMinor, uncollectedMinor } from './ledgers/payment-collection.ts';
export { type PaymentHistoryEntry, paymentHistory } from './ledgers/payment-history.ts';
export { captureTargetMinor } from './ledgers/payment-plan.ts';
export { type DueOperation, dueOperations, isDue, isDueAnew } from './ledgers/plan.ts';
export { type LedgerAxes, summary, summaryAnew } from './ledgers/summary.ts';
export { orderMachine, snapshotOf } from './machine.ts';
export { machineVersion } from './machine-version.ts';
export { allocate, exact, format, type MinorUnits, ratio, sum, times } from './money.ts';
export type * from './order.ts';
export {
  applyDiscounts,
  type DiscountOffer,
  type DiscountValue,
  detailOf,
  type LineToPrice,
  type OrderToPrice,
  type PricedLine,
  type PricedOrder,
  presented,
  priceOrder,
  type Rounding,
  type Taxable,
  type TaxRate,
  type TaxRules,
  taxOrder,
  taxSummary,
} from './pricing/index.ts';
export { admit, allowedEvents, explain, orderRules, refuse } from './rules/admit.ts';
export { eventLeadingTo, type Leading } from './rules/leading.ts';
export {
  type Objection,
  type PayloadRule,
  payloadRule,
  type Refusal,
  type Rule,
  type RuleWords,
  type StateRule,
  stateRule,
  type TermPath,
  type Verdict,
} from './rules/rule.ts';
export { type Admission, type Explained, type RuleBook, ruleBook } from './rules/rule-book.ts';
export { rules } from './rules/table.ts';
export { step } from './step.ts';
export type { StepResult } from './step-result.ts';
export { defaultTerms, type Terms, type TermsInput, termsSchema } from './terms.ts';
export { knownVersions, upgradeOrder } from './versions/index.ts';
