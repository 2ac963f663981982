export type { SendResult } from './attempt.ts';
export type { BackoffOptions } from './backoff.ts';
export type { Sha256 } from './canonical-json.ts';
export { checkUpgrade, type Stranded, type UpgradeCheck } from './check-upgrade.ts';
export type { CreateInput } from './create-input.ts';
export { createRuntime } from './create-runtime.ts';
export type { CreateOptions, PreparedOrder } from './creation.ts';
export type { DeadLetters } from './dead-letters.ts';
export type {
  ExtendedHandlers,
  ExtendedInput,
  ExtendedJoinedOrders,
  ExtendedOrders,
  ExtendedPorts,
  ExtendedResult,
} from './extended-orders.ts';
export type { InboundEvent } from './inbound/cloud-event.ts';
export type { InboundFact, InboundHandler, InboundHandlers } from './inbound/handlers.ts';
export type { Receipt } from './inbound/receive.ts';
export type { JoinedOrders } from './joined.ts';
export type { MaintenanceJob, MaintenanceOptions } from './maintenance/options.ts';
export type { JobReport } from './maintenance/report.ts';
export type { Caller } from './meta.ts';
export type { OrderPorts, RuntimeOptions, TermsContext, WorkerOptions } from './options.ts';
export type { NumberFormat } from './order-number.ts';
export type { Orders } from './orders.ts';
export type {
  AddPaymentInput,
  CaptureInput,
  PaymentFactType,
  PaymentRecord,
  RecordOptions,
  RefundInput,
} from './payments.ts';
export type { Explanation, ListPage } from './reads.ts';
export type { CancelInput, CancelLinesInput, SendOptions } from './requests.ts';
export type { WaitOptions } from './wait-for.ts';
export type { WorkReport } from './worker/report.ts';
export type { DrainOptions, StopOptions } from './worker/worker.ts';
