import { OrderError } from '../errors/index.ts';
import { baseName, type ComposedOrder, defaultTerms } from '../machine/index.ts';
import type { Clock, Ids, Logger, OrderStore, Random } from '../ports/index.ts';
import { Background } from './background.ts';
import { CommitBatch } from './commit-batch.ts';
import { type CreateInputSchema, createInputSchema } from './create-input.ts';
import { KeyedLock } from './keyed-lock.ts';
import { LoadBatch } from './load-batch.ts';
import { type SafeObserver, safeObserver } from './observe.ts';
import type { OrderPorts, ResolvedOptions } from './options.ts';
import { Wakeups } from './wakeups.ts';

/** What all parts of one runtime share. */
export interface Context {
  readonly options: ResolvedOptions;
  /** What the orders are of: the base, or the base with extensions. */
  readonly order: ComposedOrder;
  readonly createInput: CreateInputSchema;
  readonly store: OrderStore;
  readonly ports: OrderPorts;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly random: Random;
  readonly logger: Logger;
  readonly observer: SafeObserver;
  readonly locks: KeyedLock;
  readonly background: Background;
  readonly wakeups: Wakeups;
  /** Loads of single orders: those who ask at the same moment share a query. */
  readonly loads: LoadBatch;
  /** Commits of single orders: those who write at the same moment share a commit. */
  readonly commits: CommitBatch;
  /** Resolves when the store has been checked once; a failed check is repeated at the next use. */
  ready(): Promise<void>;
}

/** Puts the shared parts together. Nothing connects, nothing runs. */
export function createContext(options: ResolvedOptions): Context {
  const { store, ports, clock, ids, random, logger } = options;
  const background = new Background(logger);
  let checked: Promise<void> | null = null;
  return {
    options,
    order: options.order,
    createInput: createInputSchema(options.order.draftSchema.shape.extension),
    store,
    ports,
    clock,
    ids,
    random,
    logger,
    observer: safeObserver(options.observer, logger),
    locks: new KeyedLock(),
    background,
    wakeups: new Wakeups(store, clock, background),
    loads: new LoadBatch(store),
    commits: new CommitBatch(store),
    async ready() {
      checked ??= check(options);
      try {
        await checked;
      } catch (error) {
        checked = null;
        throw error;
      }
    },
  };
}

async function check(options: ResolvedOptions): Promise<void> {
  await options.store.check();
  probe(options);
}

/** Takes one order through the machine, and throws it away: a wrong pairing of libraries shows here, not at a customer. */
function probe(options: ResolvedOptions): void {
  const at = options.clock.now();
  const meta = {
    id: 'probe',
    occurredAt: at,
    receivedAt: at,
    actor: null,
    correlationId: null,
    causationId: null,
    traceparent: null,
    untried: [],
  };
  const line = { id: '1', productId: 'probe', sku: 'probe', name: 'probe', kind: 'digital', quantity: 1 };
  const draft = options.order.draftSchema.parse({
    id: 'probe',
    currency: 'EUR',
    lines: [{ ...line, unitPriceMinor: 1 }],
    terms: defaultTerms,
  });
  const { order } = options.order.createOrder(draft, meta);
  if (order.version === 1 && baseName(order.axes.status) === 'draft') return;
  throw new OrderError(
    'INVARIANT_VIOLATED',
    `the statechart makes version ${order.version}, status \`${order.axes.status}\` of a new order, not version 1, \`draft\`. Check which xstate is installed.`,
    { retry: 'afterFix' },
  );
}
