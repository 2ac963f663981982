export { isPortError, PortError, type PortErrorOptions, type PortOutcome } from '../errors/index.ts';
export {
  type AddressAnswer,
  type AddressPort,
  type AddressRequest,
  addressAnswer,
  addressFields,
  addressRequest,
} from './address.ts';
export type { PortCall, PortTraits } from './call.ts';
export { type CatalogPort, type Product, product } from './catalog.ts';
export type { CheckoutPort } from './checkout.ts';
export type { Clock } from './clock.ts';
export type { CommandPort, OwnCommand } from './command.ts';
export {
  type CustomerAddress,
  type CustomerPort,
  type CustomerPreferences,
  type CustomerRecord,
  channels,
  customerPreferences,
  customerRecord,
} from './customer.ts';
export {
  type DiscountAnswer,
  type DiscountPort,
  type DiscountRejection,
  type DiscountRequest,
  discountAnswer,
  discountRejections,
} from './discount.ts';
export type { CloudEvent, EventBusPort } from './event-bus.ts';
export {
  type CancelFulfillmentRequest,
  type CreateFulfillmentRequest,
  type FulfillmentAnswer,
  type FulfillmentPort,
  type FulfillmentStatus,
  fulfillmentAnswer,
  fulfillmentRequests,
  fulfillmentStatus,
  type GetFulfillmentRequest,
} from './fulfillment.ts';
export type { Ids } from './ids.ts';
export type { Logger } from './logger.ts';
export type { Notification, NotificationPort } from './notification.ts';
export type { Observer } from './observer.ts';
export type {
  CensusRow,
  Claim,
  ClaimRequest,
  ClaimSettlement,
  CommitAnswer,
  DeadLetter,
  HistoryPage,
  InboxMessage,
  JoinedStore,
  OrderChange,
  OrderStore,
  OrderWrite,
  OtherOrders,
  OtherOrdersQuery,
  Refusal,
  RetryLater,
  StoredCommand,
  StoredEvent,
  StoredMessage,
  StoredOrder,
} from './order-store.ts';
export {
  type AuthorizeRequest,
  type CaptureRequest,
  type PaymentAnswer,
  type PaymentPort,
  paymentAnswer,
  paymentRequests,
  type RefundRequest,
  type VoidRequest,
} from './payment.ts';
export type { PricedGoods, PriceOccasion } from './priced-goods.ts';
export type { Random } from './random.ts';
export {
  type RiskAnswer,
  type RiskPort,
  type RiskRequest,
  recentOrders,
  riskAnswer,
  riskRequest,
} from './risk.ts';
export {
  type CancelShipmentRequest,
  type CreateShipmentRequest,
  type RatesRequest,
  type ShippingAnswer,
  type ShippingPort,
  type ShippingRate,
  shippingAnswer,
  shippingRate,
  shippingRequests,
  type Tracking,
  type TrackRequest,
  tracking,
} from './shipping.ts';
export type { OldJournals, StoreUpkeep, UpkeepBatch, UpkeepWalk } from './store-upkeep.ts';
export { type TaxAnswer, type TaxedGoods, type TaxPort, type TaxRequest, taxAnswer } from './tax.ts';
export * from './tracking/index.ts';
export {
  type ReleaseRequest,
  type ReserveRequest,
  type StockChangeRequest,
  type StockLevel,
  stockLevel,
  type WarehouseAnswer,
  type WarehousePort,
  warehouseAnswer,
  warehouseRequests,
} from './warehouse.ts';
