import type { Axes, OrderStatus } from './axes.ts';
import type { MinorUnits } from './money.ts';
import type { Terms } from './terms.ts';

/** Milliseconds since the Unix epoch. */
export type Timestamp = number;

/** Anything that JSON can say. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };
/** A JSON object. */
export type JsonObject = { readonly [key: string]: Json };

/**
 * An order: the whole of what the statechart knows. It is plain JSON: every field is always there, `null` means absent,
 * so it survives `JSON.parse(JSON.stringify(order))` and the store unchanged.
 */
export interface Order {
  /** UUID. */
  readonly id: string;
  /** The number that people use, such as `SC-2026-000042`; given on submission. */
  readonly number: string | null;
  /** 1 when created, one more with every event that was applied. */
  readonly version: number;
  /** The version of the statechart that wrote it. */
  readonly machineVersion: number;
  /** Where it stands on each axis. */
  readonly axes: Axes;
  /** ISO 4217 code; one currency an order. */
  readonly currency: string;
  readonly customer: Customer | null;
  readonly sessionId: string | null;
  readonly cartId: string | null;
  readonly lines: readonly OrderLine[];
  /** The codes that the customer gave for discounts. */
  readonly discountCodes: readonly string[];
  /** What was taken off, each discount once, over all lines and delivery; a consequence of their details. */
  readonly discounts: readonly Discount[];
  /** What delivery costs. */
  readonly shippingCharge: ShippingCharge;
  readonly totals: Totals;
  /** What the customer was shown in a currency of their own; for information. */
  readonly presentment: Presentment | null;
  readonly addresses: { readonly shipping: Address | null; readonly billing: Address | null };
  /** How it is to be sent, as the customer chose; `null`: warehouse and carrier decide. */
  readonly shippingMethod: ShippingMethod | null;
  readonly payments: readonly Payment[];
  /** Refunds agreed with the customer besides what cancellations and returns give back. */
  readonly refunds: readonly AgreedRefund[];
  readonly reservations: readonly Reservation[];
  /** Units that no warehouse can give, and what becomes of them. */
  readonly shortfalls: readonly Shortfall[];
  readonly fulfillments: readonly Fulfillment[];
  readonly shipments: readonly Shipment[];
  readonly returns: readonly Return[];
  readonly screening: Screening | null;
  readonly holds: readonly Hold[];
  readonly cancellation: Cancellation | null;
  /** Wishes to cancel units of lines, the oldest first. */
  readonly lineCancellations: readonly LineCancellation[];
  /** The hash of who ordered what, as it was placed: two orders that say the same have the same. `null`: nobody has made it. */
  readonly contentHash: string | null;
  /** Why the order is `failed`, as a stable code. */
  readonly failure: string | null;
  /** Derived at the end of each step, sorted by `at`, then name, then ref. */
  readonly deadlines: readonly Deadline[];
  /** The policies in force when the order was created. */
  readonly terms: Terms;
  readonly timestamps: Timestamps;
  /** How many ledger entries were numbered so far; ids are `<order id>:<kind>:<n>`. */
  readonly entries: number;
  /** How many events it has published so far. */
  readonly published: number;
  readonly notes: string | null;
  readonly metadata: JsonObject;
  /** A user's own fields. */
  readonly extension: JsonObject;
}

/** Who ordered: a registered customer by id, or a guest by email. */
export type Customer =
  | { readonly kind: 'registered'; readonly customerId: string; readonly email: string | null }
  | { readonly kind: 'guest'; readonly email: string };

/** How the goods of a line reach the customer. `digital` needs no stock, fulfilment or shipment. */
export type LineKind = 'physical' | 'digital';

/** One line of an order, with its quantity ledger. */
export interface OrderLine {
  /** Unique within the order. */
  readonly id: string;
  readonly productId: string;
  readonly sku: string;
  readonly name: string;
  readonly kind: LineKind;
  readonly quantity: number;
  readonly unitPriceMinor: MinorUnits;
  /** Taken off the whole line. */
  readonly discountMinor: MinorUnits;
  /** All tax of the line, whether it is in the price or on top of it. */
  readonly taxMinor: MinorUnits;
  /** The part of `taxMinor` that is in the price already. */
  readonly includedTaxMinor: MinorUnits;
  /** The truth: `unitPriceMinor × quantity − discountMinor + taxMinor − includedTaxMinor`. */
  readonly totalMinor: MinorUnits;
  /** What `discountMinor` is made of, where that is known: then it is their sum. */
  readonly discounts: readonly Discount[];
  /** What `taxMinor` is made of, where that is known: then it is their sum. */
  readonly taxes: readonly Tax[];
  /** Where the line is taken from, decided when the order is submitted; several when one warehouse can't serve it. */
  readonly allocations: readonly Allocation[];
  /** Whether units that nobody has may wait for goods to come in; `null`: as the terms say. */
  readonly backorder: BackorderPolicy | null;
  /** A pre-order: before this moment it is neither reserved nor sent; `null`: it is sold at once. */
  readonly releaseAt: Timestamp | null;
  /** Whether it may be reserved and sent: it has no release date, or the order has heard that it has come. */
  readonly released: boolean;
  /** Where the units are. */
  readonly counts: LineCounts;
  readonly metadata: JsonObject;
}

/** Whether units that nobody has wait for goods to come in (`allow`), or are not sold (`never`). */
export type BackorderPolicy = 'never' | 'allow';

/** Units of a line taken from one warehouse. */
export interface Allocation {
  readonly warehouseId: string;
  readonly quantity: number;
}

/**
 * Where the units of a line are. Each ordered unit is in exactly one place:
 * `open + reserved + backordered + shipped + cancelled + writtenOff === quantity`; `returned ≤ delivered ≤ shipped`.
 */
export interface LineCounts {
  readonly reserved: number;
  readonly backordered: number;
  readonly shipped: number;
  readonly delivered: number;
  readonly cancelled: number;
  readonly returned: number;
  readonly writtenOff: number;
}

/** Units of a line. */
export interface LineQuantity {
  readonly lineId: string;
  readonly quantity: number;
}

/** A discount as a whole, or the part of it that a line or delivery has. */
export interface Discount {
  /** The discount's own id: parts with the same id belong together. */
  readonly id: string;
  /** The code that it was asked for with; `null`: it came by itself. */
  readonly code: string | null;
  readonly name: string;
  /** What it was taken off: single lines, the goods as a whole (a line then has its share), or delivery. */
  readonly scope: 'line' | 'order' | 'shipping';
  readonly amountMinor: MinorUnits;
}

/** One tax on a line or on delivery. */
export interface Tax {
  readonly name: string;
  /** Whose tax it is: a country, a state, a city. */
  readonly jurisdiction: string | null;
  /** In percent, as a decimal number or a fraction: `8.25`, `100/3`. */
  readonly ratePercent: string;
  /** What it was computed on: the price after discounts, without the taxes in it; `null`: not known. */
  readonly baseMinor: MinorUnits | null;
  readonly amountMinor: MinorUnits;
  /** Whether it is in the price; else it comes on top. */
  readonly included: boolean;
}

/** What delivery costs. `totalMinor = amountMinor − discountMinor + taxMinor − includedTaxMinor`. */
export interface ShippingCharge {
  /** Before its discount. */
  readonly amountMinor: MinorUnits;
  readonly discountMinor: MinorUnits;
  /** All its tax, whether it is in the price or on top of it. */
  readonly taxMinor: MinorUnits;
  /** The part of `taxMinor` that is in the price already. */
  readonly includedTaxMinor: MinorUnits;
  readonly totalMinor: MinorUnits;
  readonly discounts: readonly Discount[];
  readonly taxes: readonly Tax[];
}

/** The total as it was shown in another currency than the order's. Nothing is paid or given back by it. */
export interface Presentment {
  /** ISO 4217 code. */
  readonly currency: string;
  /** How much of that currency one of the order's currency is, in whole units of both, as a decimal number or a fraction. */
  readonly rate: string;
  /** In minor units of that currency. */
  readonly totalMinor: MinorUnits;
}

/** The sums of an order. `totalMinor = subtotalMinor − discountMinor + taxMinor − includedTaxMinor + shippingMinor`. */
export interface Totals {
  /** Sum of `unitPriceMinor × quantity`. */
  readonly subtotalMinor: MinorUnits;
  /** Taken off lines and delivery. */
  readonly discountMinor: MinorUnits;
  /** All tax of the lines and of delivery. */
  readonly taxMinor: MinorUnits;
  /** The part of `taxMinor` that is in the prices already. */
  readonly includedTaxMinor: MinorUnits;
  /** What delivery costs, before its discount and without tax on top. */
  readonly shippingMinor: MinorUnits;
  /** The tax on delivery; part of `taxMinor`. */
  readonly shippingTaxMinor: MinorUnits;
  readonly totalMinor: MinorUnits;
}

/** A postal address as it was when the order was placed. */
export interface Address {
  /** The address in the customer's address book that this was copied from. */
  readonly customerAddressId: string | null;
  readonly name: string;
  readonly company: string | null;
  readonly line1: string;
  readonly line2: string | null;
  readonly city: string;
  readonly region: string | null;
  readonly postalCode: string | null;
  /** ISO 3166-1 alpha-2, in capitals. */
  readonly country: string;
  readonly phone: string | null;
}

/**
 * The state of an operation on the outside. `requested`: a command is under way; `unknown`: it may have happened, the
 * other side is being asked; `withdrawn`: it was taken back before it was attempted. Unknown is never treated as failed.
 */
export type OperationState = 'requested' | 'succeeded' | 'failed' | 'unknown' | 'withdrawn';

/** One operation on the outside. Its `id` is the idempotency key under which the port is called. */
export interface Operation {
  /** `<order id>:<kind>:<n>`. */
  readonly id: string;
  readonly state: OperationState;
  readonly requestedAt: Timestamp;
  readonly settledAt: Timestamp | null;
  /** The other side's own reference. */
  readonly reference: string | null;
  /** Why it failed, as a stable code. */
  readonly code: string | null;
}

/** One way of paying, with the ledger of its transactions. */
export interface Payment {
  readonly id: string;
  /** `card`, `bank_transfer`, `gift_card`…: the payment port knows what to do with it. */
  readonly method: string;
  readonly provider: string;
  /** What the port needs to charge it, such as a payment method's token. Never card data. */
  readonly token: string | null;
  /** What this payment is to cover; `null`: whatever is still open. */
  readonly amountMinor: MinorUnits | null;
  /** `elsewhere`: it began outside (a hosted checkout) and was attached when we heard of it. */
  readonly origin: 'ours' | 'elsewhere';
  readonly transactions: readonly Transaction[];
  /** Disputes that the customer's bank has opened over it. */
  readonly chargebacks: readonly Chargeback[];
  readonly addedAt: Timestamp;
}

/** What the customer has to do before a payment goes on, such as 3-D Secure. */
export interface NextAction {
  /** What it is, in the provider's words: `redirect`, `three_d_secure`, `qr_code`… */
  readonly type: string;
  /** Where the customer is to go. */
  readonly url: string | null;
}

/** What a person shows for what they record by hand. */
export interface Evidence {
  /** Why it is recorded by hand. */
  readonly reason: string;
  /** What proves it: a line of a bank statement, a receipt's number. */
  readonly document: string | null;
}

/**
 * One entry of a payment's ledger. A `sale` of the provider is an authorization and a capture. A `write_off` is what is
 * missing of the price and counts as paid: a shortfall within the terms' tolerance.
 */
export interface Transaction extends Operation {
  readonly kind: 'authorization' | 'capture' | 'void' | 'refund' | 'write_off';
  readonly amountMinor: MinorUnits;
  /** The authorization that a capture or a void belongs to. */
  readonly authorizationId: string | null;
  /** When an authorization stops being good. */
  readonly expiresAt: Timestamp | null;
  /** Set when an authorization has run out. */
  readonly expired: boolean;
  /** The agreed refund that a refund pays out; `null` when it settles the order. */
  readonly agreedRefundId: string | null;
  /** A person has asked to try again after it failed. */
  readonly retried: boolean;
  /** Of a capture: nothing more is to be captured of its authorization. */
  readonly final: boolean;
  /** Of an authorization under way: what the customer has to do. */
  readonly nextAction: NextAction | null;
  /** Of an authorization that waits for the customer or a bank: when it counts as failed. */
  readonly answerBy: Timestamp | null;
  /** Who said how it ended; `null`: whoever was asked. */
  readonly settledBy: string | null;
  /** What was shown for it, if a person recorded it by hand. */
  readonly evidence: Evidence | null;
}

/**
 * Money that the customer's bank takes back. While it is `open` the money is gone and can come back; `lost` it is gone for
 * good, `won` it is back.
 */
export interface Chargeback {
  /** `<order id>:chargeback:<n>`. */
  readonly id: string;
  /** The provider's own reference of the dispute. */
  readonly reference: string;
  readonly state: 'open' | 'won' | 'lost';
  readonly amountMinor: MinorUnits;
  /** Why the customer disputes it, in the provider's words: `fraudulent`, `product_not_received`… */
  readonly reasonCode: string;
  readonly openedAt: Timestamp;
  /** Until when proof has to be with the bank. */
  readonly evidenceDueAt: Timestamp | null;
  /** When people were reminded of that. */
  readonly remindedAt: Timestamp | null;
  readonly closedAt: Timestamp | null;
  readonly openedBy: string | null;
  readonly closedBy: string | null;
  /** What was shown for it, if a person recorded it by hand. */
  readonly evidence: Evidence | null;
}

/** A refund that was agreed on: goodwill, a correction. */
export interface AgreedRefund {
  readonly id: string;
  readonly amountMinor: MinorUnits;
  readonly reason: string;
  readonly agreedAt: Timestamp;
  /** Who agreed to it. */
  readonly agreedBy: string | null;
}

/** Stock held in one warehouse. */
export interface Reservation {
  readonly id: string;
  readonly warehouseId: string;
  /** What was asked for. */
  readonly lines: readonly LineQuantity[];
  /** Units of it that the warehouse did not set aside, or set aside and could not find later. */
  readonly short: readonly LineQuantity[];
  /** The shortfall whose units it asks for, because goods came in; `null`: units of the order as it was placed. */
  readonly shortfallId: string | null;
  /** When unpaid stock goes back. */
  readonly expiresAt: Timestamp | null;
  /** It ran out, or the warehouse gave it up. */
  readonly expired: boolean;
  /** `reserve` first, then what became of it. */
  readonly operations: readonly StockOperation[];
}

/** One operation on a reservation. */
export interface StockOperation extends Operation {
  readonly kind: 'reserve' | 'release' | 'confirm' | 'return';
  readonly lines: readonly LineQuantity[];
  /**
   * The shipment whose goods a `confirm` books out, the return whose goods a `return` books in, or the cancellation of lines
   * for which a `release` gives a part back; `null`: a `release` of all that is left.
   */
  readonly causeId: string | null;
}

/**
 * What becomes of units that nobody has. `waiting`: backordered, until goods come in; `open`: somebody has to decide;
 * `filled`: they came; `substituted`: other goods go in their place; `refunded`: they are cancelled and their money comes
 * back; `ended`: the order ended, or the customer cancelled them, first.
 */
export type ShortfallState = 'waiting' | 'open' | 'filled' | 'substituted' | 'refunded' | 'ended';

/** Units that no warehouse can give. */
export interface Shortfall {
  readonly id: string;
  /** The reservation that did not get them, or lost them. */
  readonly reservationId: string;
  /** Where they are waited for. */
  readonly warehouseId: string;
  readonly lines: readonly ShortfallLine[];
  readonly state: ShortfallState;
  /** Why, as a stable code: `out_of_stock`, `short_picked`… */
  readonly code: string;
  readonly openedAt: Timestamp;
  /** `waiting`: until when; `open`: until when somebody can decide; `null`: it is over. */
  readonly until: Timestamp | null;
  readonly decidedAt: Timestamp | null;
  /** Who decided: `terms`, or a person. */
  readonly decidedBy: string | null;
}

/** Units of a line that nobody has. */
export interface ShortfallLine extends LineQuantity {
  /** How many of them were reserved since. */
  readonly filled: number;
  /** How many are said to have come in, and were not asked for yet. */
  readonly arrived: number;
}

/** How far a warehouse is with its part of the order. */
export type FulfillmentStage =
  | 'requested'
  | 'accepted'
  | 'planning'
  | 'picking'
  | 'packing'
  | 'shipped'
  | 'completed'
  | 'cancelled'
  | 'failed';

/** The part of an order that one warehouse fulfils. */
export interface Fulfillment {
  readonly id: string;
  readonly warehouseId: string;
  readonly lines: readonly LineQuantity[];
  readonly stage: FulfillmentStage;
  readonly reference: string | null;
  /** The last wish of a person to stop it. */
  readonly stop: FulfillmentStop | null;
  /** `create` first, then each try to stop it. */
  readonly operations: readonly FulfillmentOperation[];
}

/** A person's wish that a warehouse stops, and what is to become of its goods. */
export interface FulfillmentStop {
  readonly id: string;
  /** `replan`: they are asked for again at once; `hold`: only when a person lets the order go on. */
  readonly afterwards: 'replan' | 'hold';
  readonly reason: string;
  readonly actor: string | null;
  readonly requestedAt: Timestamp;
}

/** One operation on a fulfilment. */
export interface FulfillmentOperation extends Operation {
  readonly kind: 'create' | 'cancel';
  /** What a `cancel` belongs to: the order's cancellation, one of lines, or a person's wish to stop it. */
  readonly causeId: string | null;
}

/** A carrier and a service level, as they were when they were chosen. */
export interface ShippingMethod {
  readonly carrier: string | null;
  /** The carrier's own word for the level, such as `Priority`. */
  readonly service: string | null;
  /** What the customer has read. */
  readonly label: string | null;
  /** The rate that was offered, as the shipping port knows it. */
  readonly rateId: string | null;
}

/**
 * How far a parcel is. `planned`: waits for money; `requested`: a label is being made; `returned_to_sender`: on its way
 * back; `received_back`: in the warehouse again.
 */
export type ShipmentStage =
  | 'planned'
  | 'requested'
  | 'created'
  | 'dispatched'
  | 'in_transit'
  | 'out_for_delivery'
  | 'available_for_pickup'
  | 'exception'
  | 'delivered'
  | 'returned_to_sender'
  | 'received_back'
  | 'lost'
  | 'cancelled'
  | 'failed';

/** What went wrong with a parcel. `silent`: nothing was heard of it for too long. */
export type ParcelExceptionKind = 'delivery_failed' | 'returned_to_sender' | 'lost' | 'damaged' | 'silent';
/** What can be decided about a parcel that is in trouble. */
export type ParcelResolution = 'wait' | 'redeliver' | 'reship' | 'refund';

/** Something wrong with a parcel, and what came of it. Open while `resolvedAt` is `null`. */
export interface ParcelException {
  readonly id: string;
  readonly kind: ParcelExceptionKind;
  /** What the carrier said, as a code. */
  readonly code: string | null;
  readonly openedAt: Timestamp;
  readonly resolvedAt: Timestamp | null;
  /** What was decided; `moved_on` and `arrived`: the parcel went on before anybody did. */
  readonly resolution: ParcelResolution | 'moved_on' | 'arrived' | null;
  /** Who decided: a user, `terms` or `system`; `null`: nobody had to. */
  readonly by: string | null;
}

/**
 * What became of the units of a parcel that did not arrive. `replaced`: they are to be sent again; `written_off`: they are
 * lost, and not paid for; `taken_back`: they come back, and are not paid for. Its units are counted elsewhere then.
 */
export type ParcelSettlement = 'replaced' | 'written_off' | 'taken_back';

/** One parcel. */
export interface Shipment {
  readonly id: string;
  readonly fulfillmentId: string | null;
  readonly lines: readonly LineQuantity[];
  readonly stage: ShipmentStage;
  /** It has left the warehouse, whatever became of it since. */
  readonly left: boolean;
  readonly carrier: string | null;
  /** The service level of its label. */
  readonly service: string | null;
  readonly trackingNumber: string | null;
  /** Where people can follow it. */
  readonly trackingUrl: string | null;
  readonly reference: string | null;
  readonly dispatchedAt: Timestamp | null;
  /** When the carrier expects to deliver it. */
  readonly estimatedDeliveryAt: Timestamp | null;
  readonly deliveredAt: Timestamp | null;
  /** When the warehouse had it again. */
  readonly receivedBackAt: Timestamp | null;
  /** What of its goods came back fit for sale. */
  readonly sellable: readonly LineQuantity[];
  /** What the carrier said was wrong. */
  readonly exception: string | null;
  /** How often its delivery was tried in vain. */
  readonly attempts: number;
  /** All that went wrong with it, the oldest first. */
  readonly exceptions: readonly ParcelException[];
  /** What became of its units if it did not arrive; `null`: they count as its own. */
  readonly settlement: ParcelSettlement | null;
  /** When the newest thing happened that the carrier has told of, by the carrier's clock: what is older moves nothing back. */
  readonly scannedAt: Timestamp | null;
  /** When the carrier was last heard of it, by our clock. */
  readonly heardAt: Timestamp | null;
  /** The last scan that was taken. All of them stand in a journal of their own, which is not part of the order. */
  readonly scanId: string | null;
  /** `create` first, then each try to stop it; empty when it was made elsewhere. */
  readonly operations: readonly ShipmentOperation[];
}

/** One operation on a shipment. */
export interface ShipmentOperation extends Operation {
  readonly kind: 'create' | 'cancel';
  /** The cancellation that a `cancel` belongs to. */
  readonly causeId: string | null;
}

/** Goods that the customer sends back. */
export interface Return {
  readonly id: string;
  readonly state: 'requested' | 'received' | 'cancelled';
  readonly reason: string;
  readonly lines: readonly ReturnLine[];
  readonly requestedAt: Timestamp;
  readonly receivedAt: Timestamp | null;
}

/** Units of a line that come back. */
export interface ReturnLine extends LineQuantity {
  /** How many have arrived. */
  readonly received: number;
  /** How many of those can be sold again. */
  readonly sellable: number;
}

/** The risk screening of the order. */
export interface Screening extends Operation {
  readonly outcome: 'allow' | 'review' | 'reject' | null;
  /** Why, as stable codes. */
  readonly reasons: readonly string[];
  /** Who decided a review, and when; `null`: nobody had to. */
  readonly decidedBy: string | null;
  readonly decidedAt: Timestamp | null;
  /** What they said. */
  readonly note: string | null;
}

/** What became of a hold. `lapsed`: the order ended, or what it was about was looked at anew. */
export type HoldOutcome = 'released' | 'approved' | 'rejected' | 'lapsed';

/** Something that a person has to clear before goods leave; holds of the kinds `risk` and `duplicate` stop money, too. */
export interface Hold {
  readonly id: string;
  readonly kind: 'risk' | 'duplicate' | 'manual' | 'authorization' | 'fulfillment' | 'chargeback';
  readonly reason: string;
  readonly placedAt: Timestamp;
  readonly placedBy: string | null;
  readonly releasedAt: Timestamp | null;
  readonly releasedBy: string | null;
  /** `null` while it is in force. */
  readonly outcome: HoldOutcome | null;
  /** Why it was turned down, as a stable code. */
  readonly code: string | null;
  /** What was said when it was released or decided. */
  readonly note: string | null;
}

/** A wish to cancel, and what became of it. */
export interface Cancellation {
  readonly id: string;
  /** `requested`: the warehouse or carrier has been asked to stop; `effective`: cancelled; `refused`: it could not be stopped. */
  readonly state: 'requested' | 'effective' | 'refused';
  readonly reason: string;
  readonly note: string | null;
  readonly actor: string | null;
  readonly notify: boolean;
  /** Whether what is given back to the warehouses can be sold again. */
  readonly restock: boolean;
  /** Why a person cancelled it though the time for it was over; `null`: it was not. */
  readonly overrideReason: string | null;
  readonly requestedAt: Timestamp;
}

/**
 * What became of a wish to cancel units. `requested`: a warehouse has been asked to stop; `effective`: they are cancelled;
 * `refused`: they could not be stopped, or have left; `superseded`: the whole order was to be cancelled meanwhile.
 */
export type LineCancellationState = 'requested' | 'effective' | 'refused' | 'superseded';

/** A wish to cancel units of lines while the order goes on with the rest. */
export interface LineCancellation {
  readonly id: string;
  readonly lines: readonly LineQuantity[];
  readonly state: LineCancellationState;
  readonly reason: string;
  readonly note: string | null;
  readonly actor: string | null;
  readonly notify: boolean;
  /** Whether what is given back to the warehouses can be sold again. */
  readonly restock: boolean;
  /** Why a person cancelled them though the time for it was over; `null`: it was not. */
  readonly overrideReason: string | null;
  readonly requestedAt: Timestamp;
  /** When it was decided; `null`: it is `requested`. */
  readonly settledAt: Timestamp | null;
}

/** What a deadline is for. */
export type DeadlineName =
  | 'draft.expires'
  | 'payment.expires'
  | 'reservation.expires'
  | 'authorization.expires'
  | 'payment.attempt_expires'
  | 'payment.collection_due'
  | 'chargeback.evidence_due'
  | 'review.expires'
  | 'feedback.due'
  | 'parcel.silent'
  | 'parcel.undecided'
  | 'backorder.expires'
  | 'shortfall.expires'
  | 'preorder.release';

/** A moment at which the order wants to be woken. */
export interface Deadline {
  readonly name: DeadlineName;
  /** The ledger entry it belongs to, or the order's id. */
  readonly ref: string;
  readonly at: Timestamp;
}

/** Moments in the life of the order. */
export interface Timestamps {
  readonly createdAt: Timestamp;
  readonly updatedAt: Timestamp;
  readonly placedAt: Timestamp | null;
  /** When a draft runs out. */
  readonly expiresAt: Timestamp | null;
  /** When payment was first possible: on submission, or when the review was cleared. */
  readonly payableFrom: Timestamp | null;
  readonly confirmedAt: Timestamp | null;
  readonly cancelledAt: Timestamp | null;
  /** When it was delivered. */
  readonly completedAt: Timestamp | null;
  /** When the customer was asked for a review. */
  readonly feedbackAt: Timestamp | null;
}

/** One edge that the status took. */
export interface StatusEdge {
  readonly from: OrderStatus | null;
  readonly to: OrderStatus;
}
