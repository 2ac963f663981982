import * as z from 'zod';
import { OrderError } from '../errors/index.ts';
import {
  baseOrder,
  type ComposedOrder,
  listProblems,
  problemsOf,
  type TermsInput,
  termsSchema,
} from '../machine/index.ts';
import type {
  AddressPort,
  CatalogPort,
  CheckoutPort,
  Clock,
  CommandPort,
  CustomerPort,
  DiscountPort,
  EventBusPort,
  FulfillmentPort,
  Ids,
  Logger,
  NotificationPort,
  Observer,
  OrderStore,
  PaymentPort,
  Random,
  RiskPort,
  ShippingPort,
  TaxPort,
  Vocabulary,
  WarehousePort,
} from '../ports/index.ts';
import type { BackoffOptions } from './backoff.ts';
import type { Sha256 } from './canonical-json.ts';
import type { CreateInput } from './create-input.ts';
import type { InboundHandlers } from './inbound/handlers.ts';
import { methodsOf, withMethods } from './option-schemas.ts';
import { defaultNumberFormat, type NumberFormat } from './order-number.ts';

/** The outside world. Ports with effects are called only by workers; read-only ones before an order is loaded. */
export interface OrderPorts {
  /** Holds, takes and gives back money. */
  readonly payment: PaymentPort;
  /** Sets goods aside, and books them out and in. */
  readonly warehouse: WarehousePort;
  /** Picks and packs. */
  readonly fulfillment: FulfillmentPort;
  /** Makes labels and carries parcels. */
  readonly shipping: ShippingPort;
  /** Left out: nobody is told. */
  readonly notification?: NotificationPort;
  /** Left out: sessions and carts are not cleared. */
  readonly checkout?: CheckoutPort;
  /** Left out: an order whose terms ask for screening is held for a person. */
  readonly risk?: RiskPort;
  /** Left out: a customer's id is taken as it is, and addresses have to be written out. */
  readonly customer?: CustomerPort;
  /** Left out: addresses are taken as they are written. */
  readonly address?: AddressPort;
  /** Left out: products and prices are taken as they are. */
  readonly catalog?: CatalogPort;
  /** Left out: discounts are taken as they are given, and codes are remembered, not looked at. */
  readonly discount?: DiscountPort;
  /** Left out: taxes are taken as they are given. */
  readonly tax?: TaxPort;
  /** Who performs the commands of extensions, by type. @defaultValue none */
  readonly commands?: Readonly<Record<string, CommandPort>>;
}

/** How this process works off what waits. */
export interface WorkerOptions {
  /** Orders worked on at a time; 1 to 1000. @defaultValue 8 */
  readonly concurrency?: number;
  /** The most orders claimed in one query; 1 to 1000. @defaultValue 16 */
  readonly batchSize?: number;
  /**
   * How long a claim holds without being renewed, in milliseconds; 1 000 to 3 600 000. After a crash its orders rest that
   * long. It is lengthened if a port's `settleMs` asks for it. @defaultValue 30000
   */
  readonly leaseMs?: number;
  /** The longest pause between two looks at the store, in milliseconds; 10 to 3 600 000. @defaultValue 1000 */
  readonly pollMs?: number;
  /** How often something is tried before it becomes a dead letter; 1 to 1000. @defaultValue 20 */
  readonly maxAttempts?: number;
  /**
   * The pause between attempts: a random share of `baseMs × 2^(attempt − 1)`, at most `maxMs`. With 20 attempts the
   * defaults bridge an outage of about an hour. @defaultValue { baseMs: 500, maxMs: 900000 }
   */
  readonly backoff?: Partial<BackoffOptions>;
  /** How long the bus may take for one event, in milliseconds; 1 to 600 000. @defaultValue 5000 */
  readonly publishTimeoutMs?: number;
  /** How long `stop` waits for calls in flight before it aborts them, in milliseconds; 0 to 600 000. @defaultValue 10000 */
  readonly stopGraceMs?: number;
}

/** What the terms of a new order may depend on. */
export interface TermsContext {
  /** What the order is made of. */
  readonly input: CreateInput;
  /** The moment of creation, in epoch milliseconds. */
  readonly at: number;
}

/** What the runtime needs. Validated once; all problems are reported at once. */
export interface RuntimeOptions<Transaction = unknown> {
  /** Where orders live. It stays the caller's: what it needs to be opened and closed is not done here. */
  readonly store: OrderStore<Transaction>;
  /** The outside world. */
  readonly ports: OrderPorts;
  /** The order, with what `extendOrder` added. @defaultValue `baseOrder` */
  readonly order?: ComposedOrder;
  /** Where events are published. Left out: nowhere. */
  readonly bus?: EventBusPort;
  /** What time it is, and waiting. Of `createOrders`: @defaultValue this machine's */
  readonly clock: Clock;
  /** New ids of orders and events. Of `createOrders`: @defaultValue UUIDs of version 7 */
  readonly ids: Ids;
  /** Chance for the jitter of pauses. Of `createOrders`: @defaultValue `Math.random` */
  readonly random: Random;
  /** Fingerprints of requests and messages. */
  readonly sha256: Sha256;
  /** Where this process tells what it does; nothing personal at `info` or above. @defaultValue silence */
  readonly logger?: Logger;
  /** Sees every step, commit, command and refusal of this process: for metrics and traces. @defaultValue nobody looks */
  readonly observer?: Observer;
  /** The `source` of published CloudEvents; a URI reference of at most 200 characters. @defaultValue 'statecart' */
  readonly source?: string;
  /** Makes an order's number out of the store's next one. Numbers have to stay unique. @defaultValue `SC-<year>-000042` */
  readonly numberFormat?: NumberFormat;
  /** The policies for new orders; orders that exist keep theirs. @defaultValue the defaults of each term */
  readonly terms?: TermsInput | ((context: TermsContext) => TermsInput);
  /**
   * What happens when a price is not the catalog's, or a discount or a tax not what its port says. `reject`:
   * `PRICE_CHANGED`, with every amount and its path; `reprice`: what the ports say is taken, and logged. Amounts of
   * discount and tax that the caller of a creation or an edit leaves out, or gives as 0, are filled in under both. When a draft is
   * submitted, what it says is what the customer has seen: each amount is compared. A code that is good for nothing is
   * a problem under both: taking it out is an edit. @defaultValue 'reject'
   */
  readonly prices?: 'reject' | 'reprice';
  /** More events to receive, or other ways to read the known ones, by CloudEvent type. @defaultValue none */
  readonly handlers?: InboundHandlers;
  /**
   * The words of carriers, for `tracking.updated`: besides our own (`statecart`) and EasyPost's (`easypost`).
   * @defaultValue none
   */
  readonly vocabularies?: readonly Vocabulary[];
  /** How this process works off what waits, once it is started. @defaultValue the defaults of each option */
  readonly worker?: WorkerOptions;
}

/** Worker options, complete. */
interface ResolvedWorkerOptions extends Required<Omit<WorkerOptions, 'backoff'>> {
  readonly backoff: BackoffOptions;
}

/** Options, complete and frozen. */
export interface ResolvedOptions extends Omit<Required<RuntimeOptions>, 'bus' | 'worker'> {
  readonly bus: EventBusPort | null;
  readonly worker: ResolvedWorkerOptions;
}

const wholeNumber = (min: number, max: number) => z.number().int().min(min).max(max);
const backoffSchema = z
  .strictObject({
    baseMs: wholeNumber(1, 3_600_000).default(500),
    maxMs: wholeNumber(1, 86_400_000).default(900_000),
  })
  .refine((backoff) => backoff.maxMs >= backoff.baseMs, 'maxMs must not be less than baseMs');

/** How a process works off what waits, with its limits and defaults. */
export const workerSchema = z.strictObject({
  concurrency: wholeNumber(1, 1_000).default(8),
  batchSize: wholeNumber(1, 1_000).default(16),
  leaseMs: wholeNumber(1_000, 3_600_000).default(30_000),
  pollMs: wholeNumber(10, 3_600_000).default(1_000),
  maxAttempts: wholeNumber(1, 1_000).default(20),
  backoff: backoffSchema.prefault({}),
  publishTimeoutMs: wholeNumber(1, 600_000).default(5_000),
  stopGraceMs: wholeNumber(0, 600_000).default(10_000),
});

const silence: Logger = { debug() {}, info() {}, warn() {}, error() {} };
const aFunction = <F>(what: string) =>
  z.custom<F>((value) => typeof value === 'function', `must be a function: ${what}`);

const optionFields = z.strictObject({
  store: withMethods<OrderStore>(methodsOf.store),
  ports: z.strictObject({
    payment: withMethods<PaymentPort>(methodsOf.payment),
    warehouse: withMethods<WarehousePort>(methodsOf.warehouse),
    fulfillment: withMethods<FulfillmentPort>(methodsOf.fulfillment),
    shipping: withMethods<ShippingPort>(methodsOf.shipping),
    notification: withMethods<NotificationPort>(methodsOf.notification).optional(),
    checkout: withMethods<CheckoutPort>(methodsOf.checkout).optional(),
    risk: withMethods<RiskPort>(methodsOf.risk).optional(),
    customer: withMethods<CustomerPort>(methodsOf.customer).optional(),
    catalog: withMethods<CatalogPort>(methodsOf.catalog).optional(),
    address: withMethods<AddressPort>(methodsOf.address).optional(),
    discount: withMethods<DiscountPort>(methodsOf.discount).optional(),
    tax: withMethods<TaxPort>(methodsOf.tax).optional(),
    commands: z.record(z.string(), withMethods<CommandPort>(['perform'])).optional(),
  }),
  order: z
    .custom<ComposedOrder>(
      (value) => typeof (value as ComposedOrder | null)?.step === 'function',
      'must be made by extendOrder',
    )
    .default(() => baseOrder as ComposedOrder),
  bus: withMethods<EventBusPort>(methodsOf.bus).nullable().default(null),
  clock: withMethods<Clock>(methodsOf.clock),
  ids: withMethods<Ids>(methodsOf.ids),
  random: withMethods<Random>(methodsOf.random),
  sha256: aFunction<Sha256>('(text) => hexadecimal text'),
  logger: withMethods<Logger>(methodsOf.logger).default(silence),
  observer: z
    .custom<Observer>((value) => typeof value === 'object' && value !== null, 'must be an object')
    .default({}),
  source: z
    .string()
    .min(1)
    .max(200)
    .regex(/^[\x21-\x7e]+$/, 'must be printable ASCII without spaces')
    .default('statecart'),
  numberFormat: aFunction<NumberFormat>('(sequence, at) => text').default(() => defaultNumberFormat),
  terms: z
    .union([aFunction<(context: TermsContext) => TermsInput>('(context) => terms'), termsSchema])
    .prefault({}),
  prices: z.enum(['reject', 'reprice']).default('reject'),
  handlers: z.record(z.string(), aFunction<InboundHandlers[string]>('(event) => fact')).default({}),
  vocabularies: z
    .array(
      z.custom<Vocabulary>(
        (value) => typeof value === 'object' && value !== null && 'name' in value && 'statuses' in value,
        'must be a vocabulary: { name, statuses }',
      ),
    )
    .default([]),
  worker: workerSchema.prefault({}),
});

/** Each command of an extension has somebody who performs it. */
const optionsSchema = optionFields.superRefine(({ order, ports }, context) => {
  const given = Object.keys(ports.commands ?? {});
  const wanted = order.extensions.flatMap(({ commands }) => Object.keys(commands ?? {}));
  const add = (type: string, message: string) =>
    context.addIssue({ code: 'custom', path: ['ports', 'commands', type], message });
  for (const type of wanted.filter((name) => !given.includes(name)))
    add(type, 'is missing: an extension of the order asks for this command');
  for (const type of given.filter((name) => !wanted.includes(name)))
    add(type, 'is no command of an extension of the order');
});

/**
 * Checks options and fills in the defaults.
 * @throws OrderError `OPTIONS_INVALID` with every problem and its path.
 */
export function resolveOptions(options: RuntimeOptions): ResolvedOptions {
  const result = optionsSchema.safeParse(dropAbsent(options));
  if (!result.success) {
    const problems = problemsOf(result.error);
    throw new OrderError(
      'OPTIONS_INVALID',
      `the options of createOrders are not valid: ${listProblems(problems)}.`,
      {
        retry: 'afterFix',
        problems,
      },
    );
  }
  const { data } = result;
  const worker = Object.freeze({
    ...data.worker,
    leaseMs: leaseFor(data.worker.leaseMs, data.ports as OrderPorts),
  });
  return Object.freeze({ ...data, ports: Object.freeze(data.ports) as OrderPorts, worker });
}

/** A field that is `undefined` counts as left out. */
function dropAbsent(options: unknown): unknown {
  if (typeof options !== 'object' || options === null) return options;
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
}

/** How long one call may take when its port says nothing, in milliseconds. */
export const defaultTimeoutMs = 10_000;

/**
 * A lease outlasts the time in which a port may not see its own effect yet: when an order is claimed again after a
 * crash, "not found" is then a proof.
 */
function leaseFor(leaseMs: number, ports: OrderPorts): number {
  const { payment, warehouse, fulfillment, shipping } = ports;
  const waits = [payment, warehouse, fulfillment, shipping].map(
    ({ settleMs = 0, timeoutMs = defaultTimeoutMs }) => (settleMs === 0 ? 0 : settleMs + 2 * timeoutMs),
  );
  return Math.max(leaseMs, ...waits);
}
