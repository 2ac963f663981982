export type { FulfillmentRow, PickingStage } from './fulfillment/fulfillment-book.ts';
export {
  createMemoryFulfillment,
  type FulfillmentOptions,
  type MemoryFulfillment,
} from './fulfillment/memory-fulfillment.ts';
export type { PickingPace } from './fulfillment/pickers.ts';
export { createMemoryCatalog, type MemoryCatalog } from './memory-catalog.ts';
export { createMemoryCheckout, type MemoryCheckout } from './memory-checkout.ts';
export { createMemoryClock, type MemoryClock, type MemoryClockOptions } from './memory-clock.ts';
export { createMemoryCustomers, type MemoryCustomers } from './memory-customers.ts';
export { createMemoryLogger, type LogLine, type MemoryLogger } from './memory-logger.ts';
export {
  createMemoryNotifications,
  type MemoryNotifications,
  type SentNotification,
} from './memory-notifications.ts';
export { createMemoryObserver, type MemoryObserver, type Seen, type Sighting } from './memory-observer.ts';
export { createMemoryRisk, type MemoryRisk } from './memory-risk.ts';
export {
  createMemoryWorld,
  type MemoryPorts,
  type MemoryWorld,
  type MemoryWorldOptions,
} from './memory-world.ts';
export type { Collection } from './payments/collection.ts';
export type { ActionEnd } from './payments/customer-actions.ts';
export type { DisputeInput } from './payments/disputes.ts';
export {
  createMemoryPayments,
  type MemoryPayments,
  type PaymentElsewhere,
  type PaymentsOptions,
} from './payments/memory-payments.ts';
export { paymentTokens } from './payments/payment-tokens.ts';
export type { ProviderAccount, ProviderTransaction } from './payments/payments-book.ts';
export type { ProviderDispute } from './payments/provider-dispute.ts';
export { createSeededRandom } from './seeded-random.ts';
export { createSequentialIds } from './sequential-ids.ts';
export type { ParcelPace } from './shipping/carrier.ts';
export type { ParcelFate, ParcelRow, ParcelStage } from './shipping/carrier-book.ts';
export {
  createMemoryShipping,
  type MemoryShipping,
  type ShippingOptions,
} from './shipping/memory-shipping.ts';
export type { Deliver } from './simulation/agenda.ts';
export { applyBookChanges, type BookChange, type Books, type OnChange } from './simulation/books.ts';
export type { CallRow, DeskOptions } from './simulation/desk.ts';
export type { OutsideOptions, Report } from './simulation/outside.ts';
export { type Behaviour, behaviours, type Rule, type Script } from './simulation/script.ts';
export { createMemoryStore, type MemoryStore } from './store/memory-store.ts';
export type { MemoryTransaction } from './store/transaction.ts';
export {
  createMemoryWarehouse,
  type MemoryWarehouse,
  type StockOnHand,
  type WarehouseOptions,
} from './warehouse/memory-warehouse.ts';
export type { WaitingRow } from './warehouse/waiting-list.ts';
export type { ReservationRow, ReservedLine, WarehouseLevel } from './warehouse/warehouse-book.ts';
