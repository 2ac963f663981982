import type { MemoryClock } from '../../adapters/memory/index.ts';
import { isOrderError } from '../../errors/index.ts';
import { type EventInput, isRequestType, type Order } from '../../machine/index.ts';
import type { Orders } from '../../runtime/index.ts';
import type { Candidate } from '../candidate.ts';
import { candidateEvents } from '../candidate-events.ts';
import { boldRequests } from '../walk/unfit.ts';
import { type Basket, basketOf } from './baskets.ts';
import { type Chance, chanceOf } from './chance.ts';
import type { Crew } from './crew.ts';
import type { Log } from './log.ts';
import type { Witness } from './witness.ts';

/** How often somebody tries again when a worker dies under them, or says `later`. */
const maxTries = 12;
const pauseMs = 3_000;

/** Those who place orders and ask for things. They don't know which worker they reach, and try again as clients do. */
export interface Customers {
  place(order: number, pick: number): void;
  ask(order: number, pick: number): void;
  /** What a customer wanted, by the key of the creation. */
  basket(key: string): Basket | undefined;
  /** The id of the n-th order; `undefined`: nobody knows it yet. */
  idOf(order: number): string | undefined;
}

/** What customers need. */
export interface CustomersOptions {
  readonly seed: number;
  readonly clock: MemoryClock;
  readonly crew: Crew;
  readonly witness: Witness;
  readonly log: Log;
  readonly chance: Chance;
}

/** Makes the customers of a world. */
export function createCustomers({ seed, clock, crew, witness, log, chance }: CustomersOptions): Customers {
  const baskets = new Map<string, Basket>();
  const ids = new Map<number, string>();
  const keyOf = (order: number) => `cart-${seed}-${order}`;

  /** Calls a worker until somebody gives an answer. */
  const insist = async (what: string, call: (orders: Orders) => Promise<Order>): Promise<Order | null> => {
    for (let tries = 1; tries <= maxTries; tries += 1) {
      try {
        const { life, orders } = crew.any(chance);
        return await life.reach(call(orders));
      } catch (error) {
        const said = error instanceof Error ? error.message : String(error);
        log.tell(`${what}: ${said}`);
        if (isOrderError(error) && error.retry !== 'later') {
          if (error.code === 'NOT_ALLOWED') log.mark('a request was refused');
          else if (!expected.has(error.code)) log.breaks(`${what}: ${said}`);
          return null;
        }
        await clock.sleep(pauseMs);
      }
    }
    log.tell(`${what}: nobody answered`);
    return null;
  };

  const place = async (order: number, pick: number) => {
    const key = keyOf(order);
    const basket = basketOf(chanceOf(pick));
    baskets.set(key, basket);
    const input = { ...basket.input, metadata: { key } };
    const created = await insist(`placing ${key}`, (orders) => {
      if (witness.orders().some((seen) => seen.order.metadata['key'] === key))
        log.mark('a creation was repeated under its key');
      return basket.placed
        ? orders.create(input, { idempotencyKey: key, actor: 'customer' })
        : orders.createDraft(input, { idempotencyKey: key, actor: 'customer' });
    });
    if (created === null) return;
    ids.set(order, created.id);
    log.tally.orders += 1;
    log.tell(`${key} is ${created.id}`);
  };

  const ask = async (order: number, pick: number) => {
    const current = witness.order(ids.get(order) ?? '');
    if (current === undefined) return;
    const event = wishOf(current, chanceOf(pick));
    if (event === undefined) return;
    const { meta: _meta, ...wish } = event;
    const what = `asking ${keyOf(order)} for ${event.type} (${pick})`;
    const how = { actor: 'customer', eventId: `wish-${pick}` };
    const send = (orders: Orders) =>
      event.type === 'order.submit'
        ? orders.submit(current.id, how)
        : orders.send(current.id, wish as EventInput, how);
    // Now and then somebody is impatient, and asks twice at the same moment.
    const calls = pick % 4 === 0 ? [insist(what, send), insist(what, send)] : [insist(what, send)];
    if (calls.length > 1) log.mark('a request was repeated under its id');
    const answers = await Promise.all(calls);
    log.tell(
      `${what}: ${answers.map((answer) => (answer === null ? 'no' : `v${answer.version}`)).join(', ')}`,
    );
  };

  return {
    place: (order, pick) => void place(order, pick),
    ask: (order, pick) => void ask(order, pick),
    basket: (key) => baskets.get(key),
    idOf: (order) => ids.get(order),
  };
}

/** What a caller can be told without anything being wrong. */
const expected = new Set([
  'NOT_ALLOWED',
  'VALIDATION_FAILED',
  'VERSION_CONFLICT',
  'STOPPED',
  'LIMIT_EXCEEDED',
]);

/** What ends most orders: asked for now and then only, so that orders get far. */
const enders = /^(order\.cancel|review\.reject|return\.cancel)\/|^order\.cancel_lines\/all$/;

/** What somebody asks for: mostly what the order allows, now and then what it does not. */
function wishOf(order: Order, chance: Chance): EventInput | undefined {
  if (chance.is(0.1)) return someOf(boldRequests(order), chance)?.event;
  const possible = candidateEvents(order).filter(({ event }) => isRequestType(event.type));
  const lasting = possible.filter(({ name }) => !enders.test(name));
  return someOf(chance.is(0.25) || lasting.length === 0 ? possible : lasting, chance)?.event;
}

/** One of a type of chance, so that no type is rare because others come in many cases. */
function someOf(candidates: readonly Candidate[], chance: Chance): Candidate | undefined {
  if (candidates.length === 0) return undefined;
  const type = chance.of([...new Set(candidates.map(({ event }) => event.type))]);
  return chance.of(candidates.filter(({ event }) => event.type === type));
}
