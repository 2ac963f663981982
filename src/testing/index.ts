export { failure, inFlight, type OperationKind, type Standing, success } from './answers.ts';
export type { Candidate } from './candidate.ts';
export { candidateEvents } from './candidate-events.ts';
export {
  type AddressContractOptions,
  type AddressUnderTest,
  addressContract,
} from './contracts/address.ts';
export {
  type CatalogContractOptions,
  type CatalogUnderTest,
  catalogContract,
} from './contracts/catalog.ts';
export {
  type CheckoutContractOptions,
  type CheckoutUnderTest,
  checkoutContract,
} from './contracts/checkout.ts';
export {
  type CustomerContractOptions,
  type CustomerUnderTest,
  customerContract,
} from './contracts/customer.ts';
export {
  type DiscountContractOptions,
  type DiscountUnderTest,
  discountContract,
} from './contracts/discount.ts';
export {
  type EventBusContractOptions,
  type EventBusUnderTest,
  eventBusContract,
} from './contracts/event-bus.ts';
export {
  type FulfillmentCapability,
  type FulfillmentContractOptions,
  type FulfillmentUnderTest,
  fulfillmentContract,
} from './contracts/fulfillment.ts';
export {
  type NotificationCapability,
  type NotificationContractOptions,
  type NotificationUnderTest,
  notificationContract,
} from './contracts/notification.ts';
export {
  type Absent,
  type OrderStoreContractOptions,
  orderStoreContract,
  type StoreUnderTest,
} from './contracts/order-store.ts';
export {
  type PaymentCapability,
  type PaymentContractOptions,
  type PaymentMeans,
  type PaymentSums,
  type PaymentUnderTest,
  paymentContract,
} from './contracts/payment.ts';
export type { AskedClaims, AskedPortUnderTest } from './contracts/port/asked.ts';
export type { Claims, PortContractOptions, PortUnderTest } from './contracts/port/harness.ts';
export type { JobRow } from './contracts/port/jobs.ts';
export {
  type KeyedCapability,
  type KeyedPortUnderTest,
  type Provocation,
  provocations,
} from './contracts/port/keyed.ts';
export { type RiskContractOptions, type RiskUnderTest, riskContract } from './contracts/risk.ts';
export { type ContractTest, contractTests, type TestRunner } from './contracts/runner.ts';
export { type ClockUnderTest, clockContract, idsContract, randomContract } from './contracts/seams.ts';
export {
  type ShippingCapability,
  type ShippingContractOptions,
  type ShippingUnderTest,
  shippingContract,
} from './contracts/shipping.ts';
export {
  type TaxContractOptions,
  type TaxUnderTest,
  taxContract,
} from './contracts/tax.ts';
export {
  type Goods,
  type StockBook,
  type WarehouseCapability,
  type WarehouseContractOptions,
  type WarehouseUnderTest,
  warehouseContract,
} from './contracts/warehouse.ts';
export { brokenInvariants, brokenStepInvariants } from './invariants.ts';
export {
  type SampleOptions,
  sampleDraft,
  sampleId,
  sampleLine,
  sampleOrder,
  sampleTime,
} from './sample-orders.ts';
export { type Archetype, archetypes, draftOf } from './walk/archetypes.ts';
export {
  allPairs,
  type Coverage,
  coverPaths,
  eventTypes,
  type Pair,
  type TakenEdge,
} from './walk/coverage.ts';
export type { Violation } from './walk/explore.ts';
export { extendedArchetypes } from './walk/extended-archetypes.ts';
export { finishWalk } from './walk/finish.ts';
export { type GeneratedPaths, type GenerateOptions, generatePaths } from './walk/generate.ts';
export { type ChartEdge, chartEdges, edgesOf } from './walk/goals.ts';
export { archetypeOf, type Path, pathOrderId, takeNamed, walkPath } from './walk/path.ts';
export { type StateGraph, stateGraph } from './walk/state-graph.ts';
export type { Walked } from './walk/walked.ts';
export {
  beginWalk,
  type NextEvent,
  nextEvents,
  type Position,
  takeEvent,
  type WalkOutcome,
  type WalkStep,
  walkMeta,
  walkPaceMs,
  walkStart,
} from './walk/walker.ts';
export type { MakeOrders } from './world/crew.ts';
export { failureText } from './world/failure-text.ts';
export type { Tally } from './world/log.ts';
export { type Mark, marks, missingMarks } from './world/marks.ts';
export { type SimulateOptions, type Simulation, simulate } from './world/simulate.ts';
export type { Parts } from './world/world.ts';
