import {
  createMemoryClock,
  createMemoryStore,
  createMemoryWorld,
  type MemoryClock,
  type MemoryWorld,
} from '../../adapters/memory/index.ts';
import type { OrderStore } from '../../ports/index.ts';
import { createRuntime, type OrderPorts } from '../../runtime/index.ts';
import { brokenInvariants } from '../invariants.ts';
import { sampleTime } from '../sample-orders.ts';
import { auditInPassing } from './audit/audit.ts';
import { chanceOf } from './chance.ts';
import type { WorldCommand } from './command.ts';
import { type Crew, createCrew, type MakeOrders } from './crew.ts';
import { type Customers, createCustomers } from './customers.ts';
import { createFaults, type Faults } from './faults.ts';
import { happen } from './happenings.ts';
import { createInward } from './inward.ts';
import { type Log, openLog } from './log.ts';
import type { Conditions, Plan } from './plan.ts';
import { type Witness, witnessOf } from './witness.ts';

/** What a world can be given instead of its own parts: your store, your adapters, your orders. */
export interface Parts {
  /** Makes an empty store for each run. @defaultValue the memory store */
  readonly store?: () => OrderStore;
  /** Makes the ports out of the simulated parties: your own adapters, in front of them. @defaultValue the parties themselves */
  readonly ports?: (world: MemoryWorld) => OrderPorts;
  /** Makes the orders of one worker: with handlers, rules, terms of your own. @defaultValue what `createOrders` makes */
  readonly createOrders?: MakeOrders;
}

/** A world that is running. */
export interface World {
  readonly clock: MemoryClock;
  readonly log: Log;
  readonly faults: Faults;
  readonly outside: MemoryWorld;
  readonly store: OrderStore;
  readonly witness: Witness;
  readonly crew: Crew;
  readonly customers: Customers;
  /** Does what a command says, at once. */
  obey(command: WorldCommand): void;
}

/** Opens a world in which nothing has happened yet. Everything in it follows from the plan; `checks`: each order that is written is looked at. */
export function openWorld({ seed, conditions }: Plan, parts: Parts, checks: boolean): World {
  const clock = createMemoryClock({ now: sampleTime });
  const log = openLog(clock);
  const faults = createFaults(clock);
  // One stream for each part, so that a part that is left out does not change what the others draw.
  const chance = (part: number) => chanceOf((seed * 31 + part) >>> 0);
  const outside = outsideOf(
    conditions,
    clock,
    createInward({ clock, crew: () => crew, faults, log, chance: chance(1) }),
  );
  const store = (parts.store ?? createMemoryStore)() as OrderStore;
  const witness = witnessOf(store, log, (order) => {
    if (order.axes.fulfillment === 'cancelling') log.mark('an order was cancelled with goods on their way');
    return checks ? [...brokenInvariants(order), ...auditInPassing(order, outside)] : [];
  });
  const crew = createCrew({
    clock,
    log,
    faults,
    conditions,
    chance: chance(2),
    store: witness.store,
    bus: witness.bus,
    ports: portsOf(outside, parts),
    terms: ({ input }) => customers.basket(String(input.metadata?.['key']))?.terms ?? {},
    makeOrders: parts.createOrders ?? createRuntime,
  });
  const customers = createCustomers({ seed, clock, crew, witness, log, chance: chance(3) });
  const world = { clock, log, faults, outside, store, witness, crew, customers };
  return { ...world, obey: (command) => obey(world, command) };
}

function portsOf(outside: MemoryWorld, { ports }: Parts): OrderPorts {
  return ports === undefined ? outside.ports : ports(outside);
}

function outsideOf(
  { stock, settleMs, paceMs, webhooks }: Conditions,
  clock: MemoryClock,
  deliver: ReturnType<typeof createInward>,
): MemoryWorld {
  return createMemoryWorld({
    clock,
    deliver,
    stock,
    payments: { settleMs, webhooks },
    warehouse: { settleMs },
    fulfillment: {
      settleMs,
      pace: { pickingMs: paceMs, packingMs: paceMs, packedMs: paceMs, parcelMs: paceMs },
    },
    shipping: { settleMs, pace: { dispatchMs: paceMs, transitMs: paceMs, deliveryMs: paceMs } },
  });
}

function obey(world: Omit<World, 'obey'>, command: WorldCommand): void {
  const { log, faults, outside, witness, crew, customers } = world;
  switch (command.do) {
    case 'place':
      return customers.place(command.order, command.pick);
    case 'ask':
      return customers.ask(command.order, command.pick);
    case 'happen': {
      const order = witness.order(customers.idOf(command.order) ?? '');
      void happen(outside, command.what, order, command.pick).then(
        (what) => what !== null && log.tell(what),
        (error: unknown) => log.breaks(`${command.what} failed: ${String(error)}`),
      );
      return;
    }
    case 'behave': {
      const { party, behaviour, method, ms, outcome } = command;
      const name = party === 'payment' ? 'payments' : party;
      outside[name].script.next(behaviour, {
        ...(method === undefined ? {} : { method }),
        ...(ms === undefined ? {} : { ms }),
        ...(outcome === undefined ? {} : { outcome }),
      });
      return;
    }
    case 'fault':
      return faults.arm(command.party, command);
    case 'cut':
      return faults.cut(command.party, command.ms);
    case 'fact':
      return faults.armFact(command);
    case 'crash':
      return crew.crash(command.worker, command.points, command.restartMs);
    case 'clock':
      return crew.setClock(command.worker, command.ms);
    case 'deploy':
      void crew.deploy();
      return;
  }
}
