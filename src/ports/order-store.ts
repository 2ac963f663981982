import type {
  Command,
  Customer,
  EventMeta,
  JournalEntry,
  JsonObject,
  Order,
  OrderStatus,
  PublishedEvent,
  ScanRecord,
  StatusRecord,
  Timestamp,
} from '../machine/index.ts';
import type { StoreUpkeep } from './store-upkeep.ts';

/** A command in the outbox. */
export interface StoredCommand extends Command {
  readonly orderId: string;
  /** Its place among the order's commands: lower first within a lane. */
  readonly position: number;
  /** The event that caused it, and the trace it belongs to. */
  readonly meta: EventMeta;
  /** How often it has been claimed, this time included. 0: never attempted. */
  readonly attempts: number;
  /** When it is next due. */
  readonly runAt: Timestamp;
  /** When it was first claimed. */
  readonly firstTriedAt: Timestamp | null;
  /** Its outcome is unknown: the port is asked with `find` before anything else. */
  readonly unknown: boolean;
  /** What went wrong last. */
  readonly lastError: string | null;
}

/** A published event in the outbox. */
export interface StoredEvent extends PublishedEvent {
  readonly orderId: string;
  readonly meta: EventMeta;
  readonly attempts: number;
  readonly runAt: Timestamp;
}

/** A message from outside, as the inbox keeps it. */
export interface InboxMessage {
  /** Who handles it: messages of different handlers do not meet. */
  readonly handler: string;
  readonly messageId: string;
  /** SHA-256 of its content, hexadecimal: the same id with another body is an error. */
  readonly bodyHash: string;
  /** The order's id or number, as the sender knows it. */
  readonly orderRef: string;
  /** The fact it is for the order: an event's type and payload, not yet parsed. */
  readonly fact: JsonObject;
  readonly meta: EventMeta;
}

/** A message that waits to be applied. */
export interface StoredMessage extends InboxMessage {
  readonly attempts: number;
}

/** An order with what is open around it, as of one snapshot. */
export interface StoredOrder {
  readonly order: Order;
  /** Ids of its commands that nobody has claimed yet. */
  readonly untried: readonly string[];
}

/** Which orders a worker takes on. */
export interface ClaimRequest {
  /** A fresh id: this claim's lease and attempt token. */
  readonly token: string;
  readonly now: Timestamp;
  readonly leaseMs: number;
  /** At most this many orders. */
  readonly limit: number;
  /** Orders of other machine versions are left alone. */
  readonly machineVersions: readonly number[];
  /** Only these orders, if given. */
  readonly orderIds?: readonly string[];
}

/**
 * All that waits for one order, leased to one worker: due commands (the first of each lane), unpublished events in
 * sequence, unapplied messages. Deadlines that are due stand in the order itself.
 */
export interface Claim extends StoredOrder {
  readonly token: string;
  readonly commands: readonly StoredCommand[];
  readonly events: readonly StoredEvent[];
  readonly messages: readonly StoredMessage[];
}

/** A command or an event that is to be tried again. */
export interface RetryLater {
  readonly id: string;
  readonly runAt: Timestamp;
  readonly error: string;
  /** Of a command: the port is to be asked with `find`. */
  readonly unknown: boolean;
  /** `false`: nothing was tried, so the claim does not count as an attempt. @defaultValue true */
  readonly attempted?: boolean;
}

/** What did not succeed and is not tried again by itself. */
export interface DeadLetter {
  /** `command:<id>`, `event:<id>` or `message:<handler>:<id>`. */
  readonly id: string;
  readonly kind: 'command' | 'event' | 'message';
  readonly orderId: string | null;
  readonly type: string;
  readonly data: JsonObject;
  readonly meta: EventMeta;
  readonly attempts: number;
  readonly error: string;
  readonly at: Timestamp;
}

/** The steps of one order in one write. */
export interface OrderChange {
  /** The version that was loaded; 0: the order is new. */
  readonly before: number;
  /**
   * The order as it was loaded, at version `before`: a store that writes only what differs need not read it again. Left
   * out: the store reads it.
   */
  readonly previous?: Order;
  readonly order: Order;
  readonly history: readonly StatusRecord[];
  readonly journal: readonly JournalEntry[];
  /** New commands and events, each with the meta of the event that caused it. */
  readonly commands: readonly (Command & { readonly meta: EventMeta; readonly runAt: Timestamp })[];
  readonly events: readonly (PublishedEvent & { readonly meta: EventMeta })[];
  /** Commands to delete, provided that nobody has claimed them: otherwise the answer is `version`. */
  readonly withdrawn: readonly string[];
}

/** What a worker has done with what it claimed. Takes effect only while the claim's lease is its own. */
export interface ClaimSettlement {
  readonly token: string;
  /** Commands that are over. */
  readonly done: readonly string[];
  /** Commands and events to try again. */
  readonly later: readonly RetryLater[];
  /** Events that the bus has taken. */
  readonly published: readonly string[];
  /** Messages that were applied, by handler and id. */
  readonly handled: readonly { readonly handler: string; readonly messageId: string }[];
  /** What goes to the dead letters, and leaves the outbox or inbox. */
  readonly dead: readonly DeadLetter[];
}

/** One write for one order; atomic. */
export interface OrderWrite {
  readonly orderId: string;
  readonly now: Timestamp;
  /** `null`: only work rows change. */
  readonly change: OrderChange | null;
  /** The caller's key for a new order. `hash`: SHA-256 of what was asked, hexadecimal. */
  readonly creation: { readonly key: string; readonly hash: string } | null;
  /** `null`: the write is not a worker's. With a settlement, the lease ends with the commit. */
  readonly settlement: ClaimSettlement | null;
}

/** The answer for one order. */
export type CommitAnswer =
  | { readonly status: 'committed' }
  /** Somebody else was faster: load again. */
  | { readonly status: 'version' }
  /** The lease is not the worker's any more: nothing was written. */
  | { readonly status: 'lease' }
  /** The creation key exists: `orderId` has it; `hash` is of what was asked then. */
  | { readonly status: 'duplicate'; readonly orderId: string; readonly hash: string }
  /** The store does not take the order as it is (an impossible count, a number that another order has): nothing was written. */
  | { readonly status: 'failed'; readonly error: Error };

/** A refused request, for the journal. */
export interface Refusal {
  readonly orderId: string;
  readonly entry: JournalEntry;
}

/** What of an order one can see in a list. */
export interface HistoryPage {
  readonly history: readonly StatusRecord[];
  readonly journal: readonly JournalEntry[];
}

/** Whose other orders are asked for, and since when. */
export interface OtherOrdersQuery {
  /** A registered customer by id, and whoever has ordered with the same email, whatever its case. */
  readonly customer: Customer;
  /** The order that does not count. */
  readonly except: string;
  /** Orders count as recent that were placed at this moment or later. */
  readonly since: Timestamp;
  /** The currency of the amount. */
  readonly currency: string;
  /** What the order is paid with, as the payment port knows it. */
  readonly paymentTokens: readonly string[];
  /** What the order says, and since when another may have said the same; `null`: nobody wants to know. */
  readonly content: { readonly hash: string; readonly since: Timestamp } | null;
}

/** What a customer's other orders come to. Drafts do not count. */
export interface OtherOrders {
  /** How many go on: placed, and neither delivered, cancelled, refunded nor failed. */
  readonly open: number;
  /** How many recent ones were neither cancelled, refunded nor failed. */
  readonly orders: number;
  /** How many recent ones were. */
  readonly ended: number;
  /** What the recent ones of the currency amount to, without those that ended; at most the largest safe integer. */
  readonly totalMinor: number;
  /** Whether the customer has ever placed another order, whatever became of it. */
  readonly everPlaced: boolean;
  /** How many recent orders, of whichever customer, have one of the payment tokens. */
  readonly samePayment: number;
  /** The number, or else the id, of the latest order with the same content hash that has not ended. */
  readonly duplicate: string | null;
}

/** How many there are of one name: what a deploy is checked against. */
export interface CensusRow {
  /**
   * `machineVersion`: orders that it has written; `state`: orders in it, as `status.shipped`; `deadline`: those of all orders;
   * `command`: in the outbox; `message`: in the inbox and not applied, by the type of its fact.
   */
  readonly kind: 'machineVersion' | 'state' | 'deadline' | 'command' | 'message';
  readonly name: string;
  readonly count: number;
}

/** What the store can do within somebody's transaction. */
export interface JoinedStore {
  /** As {@link OrderStore.load}, and locks the orders until the transaction ends. */
  load(ids: readonly string[]): Promise<readonly StoredOrder[]>;
  /** As {@link OrderStore.find}; what the transaction itself has written is there. */
  find(
    ref: { readonly number: string } | { readonly creationKey: string },
  ): Promise<{ readonly orderId: string; readonly hash: string | null } | null>;
  /** As {@link OrderStore.commit}, but it is the transaction's end that decides; retries nothing. */
  commit(writes: readonly OrderWrite[]): Promise<readonly CommitAnswer[]>;
  /** As {@link OrderStore.appliedAs}; what the transaction itself has written is there. */
  appliedAs(orderId: string, eventId: string): Promise<string | null>;
  /** As {@link OrderStore.nextNumber}. */
  nextNumber(): Promise<number>;
}

/** Where orders live. */
export interface OrderStore<Transaction = unknown> {
  /** Whether the database is there, migrated, and of a version that this code knows. @throws OrderError `SCHEMA_MISSING`, `SCHEMA_OLDER`, `SCHEMA_NEWER`, `STORE_UNAVAILABLE`. */
  check(): Promise<void>;
  /** The orders among `ids` that exist, from one snapshot. Contract: `load(commit(x))` deep-equals `x`. */
  load(ids: readonly string[]): Promise<readonly StoredOrder[]>;
  /** The order with a number, or the one created under a key with the hash of what was asked. */
  find(
    ref: { readonly number: string } | { readonly creationKey: string },
  ): Promise<{ readonly orderId: string; readonly hash: string | null } | null>;
  /** The next order number: unique, rising, gaps allowed. */
  nextNumber(): Promise<number>;
  /**
   * Writes each order atomically and answers for each, in the order asked; one bad order never fails the others.
   * Retries deadlocks and serialization failures itself.
   */
  commit(writes: readonly OrderWrite[]): Promise<readonly CommitAnswer[]>;
  /**
   * Leases orders with due work and returns all that is due of each. No order is leased to two at a time. Every command
   * returned counts as attempted from then on. Messages parked for an order come with its claims once it exists.
   */
  claim(request: ClaimRequest): Promise<readonly Claim[]>;
  /** Prolongs leases. Returns the order ids whose lease is still the worker's. */
  renew(token: string, orderIds: readonly string[], until: Timestamp): Promise<readonly string[]>;
  /** Ends leases without a commit; what was claimed is due again. */
  release(token: string, orderIds: readonly string[]): Promise<void>;
  /** Keeps a message. `conflict`: the same handler and id came before with another body. A message whose order is not there is parked. */
  receive(message: InboxMessage, now: Timestamp): Promise<'stored' | 'duplicate' | 'conflict'>;
  /** Adds refusals to the journal. */
  recordRefusals(refusals: readonly Refusal[]): Promise<void>;
  /**
   * The type of the event that came to the order under this id, and was applied or recorded as an anomaly; `null`: none
   * did. One that was refused does not count: it may be tried again.
   */
  appliedAs(orderId: string, eventId: string): Promise<string | null>;
  /**
   * What a customer's other orders come to, as committed at this moment. Two orders that are placed at the same time do
   * not see each other: what is decided by it holds but for such races.
   */
  otherOrders(query: OtherOrdersQuery): Promise<OtherOrders>;
  /** The journals of an order, oldest first. */
  history(orderId: string): Promise<HistoryPage>;
  /**
   * The scans of the order's parcels (`scansOf` finds them in the journal of each commit), each once, in the order in which
   * they happened. Left out: they are read out of the journal.
   */
  scans?(orderId: string): Promise<readonly ScanRecord[]>;
  /** When the next work is due, `null` if none is. */
  nextDue(now: Timestamp): Promise<Timestamp | null>;
  /** Dead letters, oldest first, after the given one. */
  deadLetters(page: {
    readonly orderId?: string;
    readonly after?: string;
    readonly limit: number;
  }): Promise<readonly DeadLetter[]>;
  /**
   * Puts a dead letter back into the outbox or inbox as if new, and removes it. A command comes back as unknown: it is
   * looked up before it is tried. @throws OrderError `DEAD_LETTER_NOT_FOUND`.
   */
  redrive(id: string, now: Timestamp): Promise<DeadLetter>;
  /** Forgets a dead letter. @throws OrderError `DEAD_LETTER_NOT_FOUND`. */
  discard(id: string): Promise<void>;
  /** Ids of orders by status, those of extensions within it included, oldest first, after the given one. */
  list(page: {
    readonly status?: OrderStatus;
    readonly after?: string;
    readonly limit: number;
  }): Promise<readonly string[]>;
  /**
   * Counts what there is by name, from one snapshot; names of which there is nothing are left out. It may read every order.
   * Left out: `checkUpgrade` can't be asked.
   */
  census?(): Promise<readonly CensusRow[]>;
  /** What of it can be forgotten, for maintenance. Left out: nothing is. */
  readonly upkeep?: StoreUpkeep;
  /** Tells workers elsewhere that there is work. May be lost: polling is the truth. */
  wake?(): Promise<void>;
  /** Calls `onWake` when there may be work, until the returned function is called. */
  listen?(onWake: () => void): Promise<() => Promise<void>>;
  /** The store within a caller's own transaction: what it writes is committed, or not, with the caller's rows. */
  join?(transaction: Transaction): JoinedStore;
}
