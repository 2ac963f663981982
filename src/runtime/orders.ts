import type {
  EventInput,
  EventPayloadInput,
  Order,
  OrderStatus,
  Payment,
  PaymentHistoryEntry,
  RequestInput,
  RequestType,
  ScanRecord,
} from '../machine/index.ts';
import type { CloudEvent, HistoryPage, ShippingRate } from '../ports/index.ts';
import type { SendResult } from './attempt.ts';
import type { CreateInput } from './create-input.ts';
import type { CreateOptions, PreparedOrder } from './creation.ts';
import type { DeadLetters } from './dead-letters.ts';
import type { Receipt } from './inbound/receive.ts';
import type { JoinedOrders } from './joined.ts';
import type { MaintenanceOptions } from './maintenance/options.ts';
import type { JobReport } from './maintenance/report.ts';
import type { AddPaymentInput, CaptureInput, PaymentRecord, RecordOptions, RefundInput } from './payments.ts';
import type { Explanation, ListPage } from './reads.ts';
import type { CancelInput, CancelLinesInput, SendOptions } from './requests.ts';
import type { WaitOptions } from './wait-for.ts';
import type { WorkReport } from './worker/report.ts';
import type { DrainOptions, StopOptions } from './worker/worker.ts';

/**
 * Orders, durable: every change goes through the statechart and into the store in one commit, and what it asks of the
 * outside is performed by a worker (`start`, or `drain`).
 *
 * Methods that change an order are refused with `NOT_ALLOWED` when a rule objects, fail with `ORDER_NOT_FOUND` when there
 * is no such order, and retry by themselves when somebody else was faster. All take {@link SendOptions} last.
 *
 * @example
 * import { createOrders } from 'statecart';
 * const orders = createOrders({ store, ports });
 * const order = await orders.create(input, { idempotencyKey: 'cart-7' });
 * await orders.start();
 * await orders.waitFor(order.id, (current) => current.axes.status === 'confirmed');
 */
export interface Orders<Transaction = unknown> {
  /**
   * Checks the store and the statechart, once; every other method does so before its first work.
   * @throws OrderError `SCHEMA_MISSING`, `SCHEMA_OLDER`, `SCHEMA_NEWER`, `STORE_UNAVAILABLE`, `INVARIANT_VIOLATED`.
   */
  ready(): Promise<void>;

  /**
   * Creates a draft: a checkout that may lack customer, address and payment. It runs out after the terms' `draftTtlMs`
   * unless it is edited or touched.
   * @throws OrderError `VALIDATION_FAILED`, `PRICE_CHANGED`, `IDEMPOTENCY_KEY_REUSED`, `PORT_FAILED`.
   */
  createDraft(input: CreateInput, options?: CreateOptions): Promise<Order>;
  /**
   * Creates and submits an order in one commit. With an `idempotencyKey` it happens once, however often and from wherever
   * it is called; a call that failed is not remembered.
   * @throws OrderError as `createDraft` and `submit`; every problem at once.
   */
  create(input: CreateInput, options?: CreateOptions): Promise<Order>;
  /** Asks the read-only ports about an order to be, for `join(tx).create`: so that the transaction need not wait for them. */
  prepare(input: CreateInput): Promise<PreparedOrder>;
  /**
   * Changes a draft. What is left out stays; a list replaces the list.
   * @throws OrderError `NOT_ALLOWED` once it is placed, `VALIDATION_FAILED`, `PRICE_CHANGED`, `ORDER_NOT_FOUND`.
   */
  editDraft(orderId: string, edit: EventPayloadInput<'draft.edit'>, options?: SendOptions): Promise<Order>;
  /** Shows that the customer is still there: the draft lives on. @throws OrderError `NOT_ALLOWED` once it is placed. */
  touch(orderId: string, options?: SendOptions): Promise<Order>;
  /**
   * Places a draft: prices and customer are checked, the order gets its number, the lines their warehouses. What follows,
   * stock first and then money, is a worker's.
   * @throws OrderError `NOT_ALLOWED` with every part that is missing, `VALIDATION_FAILED`, `PRICE_CHANGED`, `PORT_FAILED`.
   */
  submit(orderId: string, options?: SendOptions): Promise<Order>;

  /**
   * Sends an event: a request, which may be refused and is then in the journal, or a fact, which is taken as it comes.
   * A fact that is known already changes nothing.
   * @throws OrderError `NOT_ALLOWED`, `UNKNOWN_EVENT`, `VALIDATION_FAILED`, `ORDER_NOT_FOUND`, `VERSION_CONFLICT`.
   * @example
   * await orders.send(id, { type: 'hold.place', reason: 'the address looks wrong' }, { actor: 'user-7' });
   */
  send(orderId: string, event: EventInput, options?: SendOptions): Promise<Order>;
  /**
   * As `send`, with every {@link OrderError} as an answer instead. Anything else that goes wrong is still thrown.
   * @example
   * const result = await orders.trySend(id, { type: 'payment.refund', amountMinor: 500, reason: 'a scratch' });
   * if (!result.ok) for (const { code, reason } of result.refusals) console.log(code, reason);
   */
  trySend(orderId: string, event: EventInput, options?: SendOptions): Promise<SendResult>;
  /**
   * Whether an order allows a type of request in the state that it is in, or a request with what it asks for; and if not,
   * every rule that objects, with its limit and the value that it was held against. Nothing is sent, no port is asked.
   * @example
   * const { refusals } = await orders.explain(id, { type: 'payment.refund', amountMinor: 500, reason: 'a scratch' });
   * for (const { rule, value, limit } of refusals) console.log(rule, value, limit);
   */
  explain(orderId: string, request: RequestType | RequestInput): Promise<Explanation>;
  /** The requests that the order's state allows now. */
  allowedEvents(orderId: string): Promise<readonly RequestType[]>;

  /**
   * Changes where goods are sent, or who is billed, until goods are asked of a warehouse. Addresses are looked up and looked
   * at as in `create`; prices stay as they were placed. An order that is screened for risk is screened anew.
   * @throws OrderError `NOT_ALLOWED`, `VALIDATION_FAILED`, `PORT_FAILED`, `ORDER_NOT_FOUND`.
   * @example
   * await orders.changeAddress(id, { shippingAddress: { customerAddressId: 'work' } }, { actor: 'user-7' });
   */
  changeAddress(
    orderId: string,
    change: EventPayloadInput<'address.change'>,
    options?: SendOptions,
  ): Promise<Order>;
  /**
   * Asks for the order to be cancelled. At once if nothing is under way; else when warehouse or carrier confirm. What was
   * done is then undone: goods are stopped before money goes back.
   * @throws OrderError `NOT_ALLOWED`, with the rule that objects and what is allowed instead.
   * @example
   * const order = await orders.cancel(id, { reason: 'customer_request' }, { actor: 'user-7' });
   * console.log(order.axes.status, order.axes.fulfillment); // 'cancelled', or the goods are 'cancelling'
   */
  cancel(orderId: string, how: CancelInput, options?: SendOptions): Promise<Order>;
  /**
   * Asks for units of lines to be cancelled, while the order goes on with the rest. At once if no warehouse was asked for
   * them; else when it confirms that it has stopped, and what remains wanted is planned again. What is not to be paid any more is
   * not taken, let go or given back. The last units take the whole order with them.
   * @throws OrderError `NOT_ALLOWED` when the units have left or are cancelled already, or the time for it is over.
   * @example
   * const order = await orders.cancelLines(
   *   id,
   *   { lines: [{ lineId: 'mug', quantity: 1 }], reason: 'changed_mind' },
   *   { actor: 'user-7' },
   * );
   * console.log(order.lineCancellations.at(-1)?.state); // 'effective', or 'requested' while a warehouse is asked to stop
   */
  cancelLines(orderId: string, how: CancelLinesInput, options?: SendOptions): Promise<Order>;
  /** Lets a held order go on. */
  approveReview(
    orderId: string,
    how?: EventPayloadInput<'review.approve'>,
    options?: SendOptions,
  ): Promise<Order>;
  /** Turns a held order down. */
  rejectReview(
    orderId: string,
    how: EventPayloadInput<'review.reject'>,
    options?: SendOptions,
  ): Promise<Order>;
  /**
   * Adds a way of paying: another one after a decline, a second one, or the one that was left for later. It is tried as soon
   * as stock is reserved. Money that was paid elsewhere needs no such call: it attaches itself when it is heard of.
   * @throws OrderError `NOT_ALLOWED` when nothing is to be paid any more.
   * @example
   * await orders.addPayment(id, { method: 'gift_card', token: 'GC-1042', amountMinor: 1000 });
   */
  addPayment(orderId: string, payment: AddPaymentInput, options?: SendOptions): Promise<Order>;
  /**
   * Captures authorized money, all that is open of the first payment unless an amount or a payment is named. With `final`
   * the rest of the authorization is let go.
   * @throws OrderError `NOT_ALLOWED` when nothing is authorized, or less.
   * @example
   * await orders.capture(id, { amountMinor: 1500, final: true }, { actor: 'user-7' });
   */
  capture(orderId: string, what?: CaptureInput, options?: SendOptions): Promise<Order>;
  /**
   * Gives money back while the order goes on: goodwill, a correction. From which payments is a matter of the terms
   * (`refundAllocation`). What cancellations and returns owe is given back without this.
   * @throws OrderError `NOT_ALLOWED` when less is left of what was captured, or a bank decides about a chargeback.
   * @example
   * await orders.refund(id, { amountMinor: 500, reason: 'scratched' }, { actor: 'user-7' });
   */
  refund(orderId: string, what: RefundInput, options?: SendOptions): Promise<Order>;
  /**
   * Tries a void or a refund again that has failed, as a new operation under a new key.
   * @throws OrderError `NOT_ALLOWED` when it is no failed void or refund.
   * @example
   * const failed = (await orders.payments(id))
   *   .flatMap(({ transactions }) => transactions)
   *   .find(({ kind, state }) => kind === 'refund' && state === 'failed');
   * if (failed) await orders.retryPayment(id, failed.id);
   */
  retryPayment(orderId: string, transactionId: string, options?: SendOptions): Promise<Order>;
  /**
   * Records by hand what is known of a payment: money that arrived, a decline, a refund made at the provider, how an unknown
   * operation ended. It is a fact as the provider would have told it, with the person's name and proof; nothing writes a
   * status, the ledger decides. One that does not fit is recorded as an anomaly; one that is known changes nothing.
   * @throws OrderError `VALIDATION_FAILED` without a reason.
   * @example
   * await orders.recordPayment(
   *   id,
   *   { type: 'payment.captured', method: 'bank_transfer', reference: 'B-77', amountMinor: 2990 },
   *   { actor: 'user-7', evidence: { reason: 'paid at the counter', document: 'receipt 1042' } },
   * );
   */
  recordPayment(orderId: string, fact: PaymentRecord, options: RecordOptions): Promise<Order>;
  /**
   * Sends the request that leads to a status; nothing writes one. An order that is there already is returned as it is.
   * @throws OrderError `NOT_ALLOWED`, which says which facts lead there if no request does.
   */
  updateStatus(orderId: string, target: OrderStatus, options?: SendOptions): Promise<Order>;

  /** @throws OrderError `ORDER_NOT_FOUND`. */
  get(orderId: string): Promise<Order>;
  /** @throws OrderError `ORDER_NOT_FOUND`. */
  getByNumber(orderNumber: string): Promise<Order>;
  /** Orders, oldest first, a page at a time. */
  list(page?: ListPage): Promise<readonly Order[]>;
  /** Every status change, and every event that was applied, recorded as an anomaly, or refused. */
  history(orderId: string): Promise<HistoryPage>;
  /** The scans of the order's parcels, each once, in the order in which they happened. */
  tracking(orderId: string): Promise<readonly ScanRecord[]>;
  /**
   * What carriers ask for sending the goods of an order, or of an order to be. Reads only.
   * @throws OrderError `NOT_ALLOWED` if the shipping port has no `rates`, `PORT_FAILED`, `ORDER_NOT_FOUND`, `VALIDATION_FAILED`.
   * @example
   * const [offer] = await orders.shippingRates(id);
   * if (offer !== undefined)
   *   await orders.editDraft(id, {
   *     shippingMethod: { carrier: offer.carrier, service: offer.service ?? null, rateId: offer.id },
   *     shipping: { amountMinor: offer.amountMinor },
   *   });
   */
  shippingRates(of: string | CreateInput): Promise<readonly ShippingRate[]>;
  /**
   * Asks the carrier about every parcel that is under way, and takes what it says: scans that are known change nothing.
   * For carriers without webhooks, and when one may have been missed.
   * @throws OrderError `NOT_ALLOWED` if the shipping port has no `track`, `PORT_FAILED`, `ORDER_NOT_FOUND`.
   */
  refreshTracking(orderId: string, options?: SendOptions): Promise<Order>;
  /**
   * Asks the warehouses how far they are with the order, and takes what they say.
   * @throws OrderError `NOT_ALLOWED` if the fulfilment port has no `get`, `PORT_FAILED`, `ORDER_NOT_FOUND`.
   */
  refreshFulfillment(orderId: string, options?: SendOptions): Promise<Order>;
  /**
   * Decides about a parcel that is in trouble: `wait`, `redeliver` (agreed with the carrier), `reship` its goods, or
   * `refund` them.
   * @throws OrderError `NOT_ALLOWED` if the parcel is in no trouble, or that is no way out of it.
   * @example
   * const { shipments } = await orders.get(id);
   * const lost = shipments.find(({ stage }) => stage === 'lost');
   * if (lost) await orders.resolveShipment(id, { shipmentId: lost.id, resolution: 'reship' }, { actor: 'user-7' });
   */
  resolveShipment(
    orderId: string,
    how: EventPayloadInput<'shipment.resolve'>,
    options?: SendOptions,
  ): Promise<Order>;
  /**
   * The order's payments with their transactions and chargebacks. What the customer has to do for one (3-D Secure) stands in
   * `nextAction` of the transaction that waits for it.
   * @example
   * const payments = await orders.payments(id);
   * const next = payments.flatMap(({ transactions }) => transactions).find(({ nextAction }) => nextAction !== null);
   * if (next) console.log(next.nextAction?.url, next.answerBy);
   */
  payments(orderId: string): Promise<readonly Payment[]>;
  /**
   * What happened to the order's money, over all its payments: every try, capture, void, refund, write-off and chargeback, in
   * the order of time, by whom, and with what proof.
   * @example
   * for (const { at, kind, state, amountMinor, by } of await orders.paymentHistory(id))
   *   console.log(new Date(at).toISOString(), kind, state, amountMinor, by);
   */
  paymentHistory(orderId: string): Promise<readonly PaymentHistoryEntry[]>;
  /**
   * Waits until an order fulfils a condition. Somebody must work for it: `start`, here or elsewhere.
   * @throws OrderError `TIMEOUT`, `STOPPED` (by the signal).
   */
  waitFor(orderId: string, predicate: (order: Order) => boolean, options?: WaitOptions): Promise<Order>;

  /**
   * Takes a message from outside: a webhook, or an event from the bus, as a CloudEvent. When it returns the message is
   * stored and may be acknowledged; a repetition is recognised. A message that comes before its order waits for it.
   * @throws OrderError `VALIDATION_FAILED`, `UNKNOWN_EVENT`, `NOT_ALLOWED`, `MESSAGE_ID_REUSED`; nothing is stored then.
   * @example
   * await orders.receive({
   *   specversion: '1.0',
   *   id: 'evt_1',
   *   source: 'payments',
   *   type: 'payment.confirmed',
   *   subject: id,
   *   data: { paymentId: '1', amountMinor: 2580 },
   * });
   */
  receive(event: CloudEvent): Promise<Receipt>;

  /** Starts to work off what is due, here, until `stop`. */
  start(): Promise<void>;
  /** Claims nothing more, finishes and settles what is in work, and aborts what outlasts the grace. */
  stop(options?: StopOptions): Promise<void>;
  /**
   * Works until nothing is due, without a loop: for serverless functions, cron jobs and tests.
   * @example
   * const { commands, deadLetters } = await orders.drain({ maxMs: 20_000 });
   */
  drain(options?: DrainOptions): Promise<WorkReport>;
  /**
   * Tidies up, a batch at a time: works off deadlines that are due, deletes drafts that nobody placed, buries messages whose
   * order has not come, forgets messages that were applied and requests that were refused, hands old journals to `archive`.
   * Asked for by name, it looks for orders that do not fit together (`consistency`), and changes nothing. Safe to run twice,
   * and by several at the same time.
   * @returns what each job did, and whether it has to be run again.
   * @throws OrderError `OPTIONS_INVALID`, `NOT_ALLOWED` if the store has no `upkeep`.
   * @example
   * for (const { job, done, more } of await orders.maintenance()) console.log(job, done, more);
   * const [report] = await orders.maintenance({ jobs: ['consistency'] });
   * for (const { orderId, problem } of report?.findings ?? []) console.log(orderId, problem);
   */
  maintenance(options?: MaintenanceOptions): Promise<readonly JobReport[]>;
  /** What did not succeed and is not tried again by itself. */
  readonly deadLetters: DeadLetters;

  /**
   * The orders within a transaction of the caller's own, in the store's terms: what is written there is committed, or not,
   * with the caller's rows. @throws OrderError `NOT_ALLOWED` if the store can't.
   * @example
   * await client.query('begin');
   * await client.query('delete from baskets where id = $1', [basketId]);
   * await orders.join(client).create(prepared, { idempotencyKey: basketId });
   * await client.query('commit');
   */
  join(transaction: Transaction): JoinedOrders;
}
