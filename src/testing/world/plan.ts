import type { Behaviour, StockOnHand } from '../../adapters/memory/index.ts';
import type { WorkerOptions } from '../../runtime/index.ts';
import { goods, warehouses } from './baskets.ts';
import { type Chance, chanceOf } from './chance.ts';
import { type CallFault, type Happening, type Party, parties, type WorldCommand } from './command.ts';

/** What holds in a world from its beginning. */
export interface Conditions {
  readonly workers: number;
  readonly stock: readonly StockOnHand[];
  /** How long a store call takes at most, in milliseconds; 0: it takes no time. */
  readonly storeMs: number;
  /** How long a call of a port takes at most, in milliseconds. */
  readonly portMs: number;
  /** How long `find` does not see what a call has done. */
  readonly settleMs: number;
  /** How long each step of pickers and carrier takes. */
  readonly paceMs: number;
  /** Whether the provider reports every outcome as a fact besides its answer. */
  readonly webhooks: boolean;
  /** Whether workers wake one another after a commit. */
  readonly wakes: boolean;
  readonly worker: WorkerOptions;
}

/** Everything that a seed decides beforehand. */
export interface Plan {
  readonly seed: number;
  readonly conditions: Conditions;
  /** By time. */
  readonly commands: readonly WorldCommand[];
}

/** How much happens in a world. */
export interface Extent {
  readonly orders: number;
  /** Requests of customers and people, and what happens outside. */
  readonly operations: number;
  /** What goes wrong, at most; the seed decides how much of it. */
  readonly faults: number;
}

/** How long new things happen, in milliseconds of simulated time; then faults heal. */
export const windowMs = 150_000;
/** The time in which orders are placed. */
const placingMs = 40_000;

/** The plan of a seed: the same seed and extent give the same plan. */
export function planOf(seed: number, extent: Extent): Plan {
  const chance = chanceOf(seed);
  const conditions = conditionsOf(chance);
  // Each seed has a weather of its own: some see next to no faults of a kind, some see many.
  const storm = chance.next();
  const faults = Math.round(extent.faults * storm);
  const times = <T>(count: number, make: () => T): T[] => Array.from({ length: count }, make);
  const places = Array.from(
    { length: extent.orders },
    (_, order): WorldCommand => ({
      do: 'place',
      at: chance.whole(0, placingMs),
      order,
      pick: pickOf(chance),
    }),
  );
  const commands = [
    ...places,
    ...times(extent.operations, () => operationOf(chance, extent.orders)),
    ...times(faults, () => faultOf(chance, conditions)),
  ];
  return { seed, conditions, commands: commands.toSorted((one, other) => one.at - other.at) };
}

const pickOf = (chance: Chance) => chance.whole(0, 99_999_999);
const moment = (chance: Chance) => chance.whole(0, windowMs - 10_000);

function conditionsOf(chance: Chance): Conditions {
  const stock = warehouses.flatMap((warehouseId) =>
    goods.map((sku) => ({ warehouseId, sku, onHand: chance.whole(0, 5) })),
  );
  return {
    workers: chance.whole(2, 3),
    stock,
    storeMs: chance.of([0, 0, 4, 40]),
    portMs: chance.of([0, 200, 2_000]),
    settleMs: chance.of([0, 0, 4_000]),
    paceMs: chance.of([500, 3_000, 8_000]),
    webhooks: chance.is(0.5),
    wakes: chance.is(0.7),
    worker: {
      leaseMs: chance.of([10_000, 30_000]),
      pollMs: 5_000,
      maxAttempts: chance.of([3, 6, 20]),
      backoff: { baseMs: 500, maxMs: 8_000 },
    },
  };
}

const happenings: readonly Happening[] = [
  'restock',
  'lose',
  'pay',
  'dispute',
  'decide',
  'confirm',
  'receive',
  'receive',
];

function operationOf(chance: Chance, orders: number): WorldCommand {
  const order = chance.whole(0, orders - 1);
  const at = moment(chance);
  const pick = pickOf(chance);
  if (chance.is(0.65)) return { do: 'ask', at, order, pick };
  if (chance.is(0.5)) return { do: 'happen', at, what: chance.of(happenings), order, pick };
  return behaviourOf(chance, at);
}

type Behaving = Extract<WorldCommand, { readonly do: 'behave' }>;
type Manner = readonly [party: Behaving['party'], behaviour: Behaviour, method?: string];

/** What the parties do that is no fault of the wire: they decide against, they are late, goods get lost. */
const manners: readonly Manner[] = [
  ['payment', 'decline', 'authorize'],
  ['payment', 'decline', 'capture'],
  ['payment', 'decline', 'refund'],
  ['payment', 'sale', 'authorize'],
  ['payment', 'pending', 'authorize'],
  ['payment', 'pending', 'capture'],
  ['payment', 'pending', 'refund'],
  ['payment', 'action_required', 'authorize'],
  ['payment', 'duplicate_fact'],
  ['payment', 'late_fact'],
  ['warehouse', 'reject', 'reserve'],
  ['warehouse', 'expire', 'reserve'],
  ['fulfillment', 'reject', 'create'],
  ['fulfillment', 'pending', 'create'],
  ['fulfillment', 'pending', 'cancel'],
  ['fulfillment', 'split'],
  ['fulfillment', 'fail'],
  ['fulfillment', 'cancel_itself'],
  ['fulfillment', 'refuse_cancel', 'cancel'],
  ['fulfillment', 'out_of_order'],
  ['fulfillment', 'duplicate_fact'],
  ['fulfillment', 'late_fact'],
  ['shipping', 'reject', 'createShipment'],
  ['shipping', 'pending', 'createShipment'],
  ['shipping', 'pending', 'cancelShipment'],
  ['shipping', 'exception'],
  ['shipping', 'lose_parcel'],
  ['shipping', 'return_to_sender'],
  ['shipping', 'come_back'],
  ['shipping', 'turn_up'],
  ['shipping', 'damage_parcel'],
  ['shipping', 'refuse_cancel', 'cancelShipment'],
  ['shipping', 'not_collected'],
  ['shipping', 'out_of_order'],
  ['shipping', 'duplicate_fact'],
  ['shipping', 'late_fact'],
  ['risk', 'review'],
  ['risk', 'reject'],
];

function behaviourOf(chance: Chance, at: number): WorldCommand {
  const [party, behaviour, method] = chance.of(manners);
  const takesTime = behaviour === 'pending' || behaviour === 'late_fact' || behaviour === 'action_required';
  return {
    do: 'behave',
    at,
    party,
    behaviour,
    ...(method === undefined ? {} : { method }),
    ...(takesTime ? { ms: chance.whole(1_000, 60_000) } : {}),
    ...(behaviour === 'pending' ? { outcome: chance.is(0.7) ? 'succeed' : 'decline' } : {}),
  };
}

const callFaults: readonly CallFault[] = ['slow', 'fail_before', 'broken', 'lose_answer', 'late', 'twice'];
/** The parties that matter most come up most often. */
const targets: readonly Party[] = [...parties, 'payment', 'payment', 'warehouse', 'shipping', 'store'];

function faultOf(chance: Chance, { workers, settleMs }: Conditions): WorldCommand {
  const at = moment(chance);
  const worker = chance.whole(0, workers - 1);
  const kind = chance.next();
  if (kind < 0.5) {
    const party = chance.of(targets);
    const fault = faultFor(party, chance.of(callFaults), settleMs);
    // A late call has its effect while `find` may still miss it: that is what a port declares with `settleMs`.
    const ms = fault === 'late' ? chance.whole(10_100, 10_000 + settleMs) : chance.whole(100, 14_000);
    return { do: 'fault', at, party, fault, ms };
  }
  if (kind < 0.58) return { do: 'cut', at, party: chance.of(targets), ms: chance.whole(2_000, 40_000) };
  if (kind < 0.78)
    return { do: 'fact', at, fault: chance.of(['twice', 'again', 'late']), ms: chance.whole(500, 30_000) };
  if (kind < 0.93)
    return { do: 'crash', at, worker, points: chance.whole(0, 14), restartMs: chance.whole(500, 20_000) };
  if (kind < 0.98) return { do: 'clock', at, worker, ms: skewOf(chance) };
  return { do: 'deploy', at };
}

/** Mostly a few seconds, now and then a clock that is all wrong. */
function skewOf(chance: Chance): number {
  return chance.is(0.8) ? chance.whole(-5_000, 5_000) : chance.whole(-60_000, 60_000);
}

/** Only a port with `settleMs` may have effects that late; a store has none, and its calls come once. */
function faultFor(party: Party, fault: CallFault, settleMs: number): CallFault {
  const hasLate = settleMs > 0 && party !== 'store' && party !== 'bus';
  if (fault === 'late' && !hasLate) return 'lose_answer';
  return fault === 'twice' && party === 'store' ? 'lose_answer' : fault;
}
