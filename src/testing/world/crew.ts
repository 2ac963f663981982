import { createHash } from 'node:crypto';
import { createSequentialIds, type MemoryClock } from '../../adapters/memory/index.ts';
import type { EventBusPort, Logger, OrderStore } from '../../ports/index.ts';
import { createRuntime, type OrderPorts, type Orders, type RuntimeOptions } from '../../runtime/index.ts';
import { type Chance, chanceOf } from './chance.ts';
import type { Faults } from './faults.ts';
import { faultyBus, faultyPorts, noKeys, type Wire } from './faulty-ports.ts';
import { faultyStore } from './faulty-store.ts';
import { beginLife, type Life } from './life.ts';
import type { Log } from './log.ts';
import type { Conditions } from './plan.ts';

/** Makes the orders of one worker out of what its world gives it. */
export type MakeOrders = (options: Omit<RuntimeOptions, 'order'>) => Orders;

/** A worker that can be reached. */
interface Member {
  readonly life: Life;
  readonly orders: Orders;
}

/** The workers of a shop. */
export interface Crew {
  /** Starts all of them. */
  start(): void;
  /** One of those that can be reached, or somebody says that nobody can. @throws Error */
  any(chance: Chance): Member;
  /** A worker dies after so many more awaited points, and comes back after a time. */
  crash(worker: number, points: number, restartMs: number): void;
  /** Its clock is off by so much from now on. */
  setClock(worker: number, skewMs: number): void;
  /** Replaces all workers, one after the other. */
  deploy(): Promise<void>;
  /** Nobody dies any more, and all clocks are right. */
  heal(): void;
  /** Stops all of them: from then on one worker of another kind may do the rest. */
  stop(): Promise<void>;
  /** A worker on which nothing goes wrong, and that works only when it is told to. */
  finisher(): Orders;
}

/** What a crew works with. */
export interface CrewOptions {
  readonly clock: MemoryClock;
  readonly log: Log;
  readonly faults: Faults;
  readonly conditions: Conditions;
  readonly chance: Chance;
  readonly store: OrderStore;
  readonly ports: OrderPorts;
  readonly bus: EventBusPort;
  readonly terms: NonNullable<RuntimeOptions['terms']>;
  readonly makeOrders: MakeOrders;
}

interface Seat {
  readonly index: number;
  skewMs: number;
  restartMs: number;
  member: Member | null;
  /** It takes nothing more on: it is about to be replaced. */
  leaving: boolean;
}

/** Makes the crew of a world. Nobody works before `start`. */
export function createCrew(options: CrewOptions): Crew {
  const { clock, log, faults, conditions, chance, store, ports, bus, terms } = options;
  const makeOrders = options.makeOrders ?? createRuntime;
  const keys = noKeys();
  let lives = 0;
  let healed = false;
  let closed = false;
  /** Who does the rest. */
  let last: Member | null = null;

  const upTo = (most: number) => (healed || most === 0 ? 0 : chance.whole(0, most));
  const ordersOf = (life: Life, work: Partial<RuntimeOptions>): Orders => {
    const wire = (most: number): Wire => ({ life, clock, faults, log, keys, latencyMs: () => upTo(most) });
    return makeOrders({
      store: faultyStore(store, wire(conditions.storeMs), conditions.wakes),
      ports: faultyPorts(ports, wire(conditions.portMs)),
      bus: faultyBus(bus, wire(conditions.portMs)),
      clock: life.clock,
      ids: createSequentialIds(lives),
      random: chanceOf(lives),
      sha256: (text) => createHash('sha256').update(text).digest('hex'),
      logger: loggerOf(life, log),
      terms,
      worker: conditions.worker,
      ...work,
    });
  };
  const begin = (name: string, skewMs: () => number, onDeath: () => void): Life => {
    lives += 1;
    return beginLife({ name: `${name}.${lives}`, clock, skewMs, log, onDeath });
  };

  const seats: Seat[] = Array.from({ length: conditions.workers }, (_, index) => ({
    index,
    skewMs: 0,
    restartMs: 1_000,
    member: null,
    leaving: false,
  }));
  const sit = (seat: Seat) => {
    if (closed) return;
    seat.member?.life.end();
    const life = begin(
      `w${seat.index}`,
      () => seat.skewMs,
      () => clock.after(seat.restartMs, () => sit(seat)),
    );
    const orders = ordersOf(life, {});
    seat.member = { life, orders };
    seat.leaving = false;
    log.tell(`${life.name} starts`);
    started(orders, life, log, clock);
  };
  const seatAt = (worker: number): Seat | undefined => seats[worker % seats.length];
  const replace = async (seat: Seat) => {
    const { member } = seat;
    if (member === null || !member.life.alive || seat.leaving) return;
    seat.leaving = true;
    try {
      await member.life.reach(member.orders.stop());
      member.life.end();
      log.tell(`${member.life.name} was replaced`);
      sit(seat);
    } catch {
      // It died before it could be stopped: it comes back by itself.
    }
  };

  return {
    start: () => seats.forEach(sit),
    any(by) {
      if (last !== null) return last;
      const there = seats.filter(({ member, leaving }) => member?.life.alive === true && !leaving);
      const { member } = by.of(there);
      if (member === null) throw new Error('nobody is there');
      return member;
    },
    crash(worker, points, restartMs) {
      const seat = seatAt(worker);
      if (seat === undefined) return;
      seat.restartMs = restartMs;
      seat.member?.life.dieAfter(points);
    },
    setClock(worker, skewMs) {
      const seat = seatAt(worker);
      if (seat === undefined) return;
      seat.skewMs = skewMs;
      log.mark('a clock was set wrong');
    },
    async deploy() {
      log.tell('a deploy begins');
      for (const seat of seats) await replace(seat);
      log.mark('all workers were replaced, one by one');
    },
    heal() {
      healed = true;
      for (const seat of seats) {
        seat.skewMs = 0;
        seat.restartMs = 1_000;
        seat.member?.life.dieAfter(Number.POSITIVE_INFINITY);
      }
    },
    async stop() {
      closed = true;
      await Promise.all(
        seats.map(async ({ member }) => {
          if (member?.life.alive !== true) return;
          await member.life.reach(member.orders.stop()).catch(() => {});
          member.life.end();
        }),
      );
    },
    finisher() {
      const life = begin(
        'finisher',
        () => 0,
        () => {},
      );
      const orders = ordersOf(life, { worker: { ...conditions.worker, concurrency: 50 } });
      last = { life, orders };
      return orders;
    },
  };
}

/** Starts a worker; one that can't reach its store tries again, as a process that is restarted would. */
function started(orders: Orders, life: Life, log: Log, clock: MemoryClock): void {
  orders.start().catch((error: unknown) => {
    if (!life.alive) return;
    log.tell(`${life.name} could not start: ${String(error)}`);
    clock.after(1_000, () => started(orders, life, log, clock));
  });
}

/** What a worker finds worth a warning goes into the trace. */
function loggerOf(life: Life, log: Log): Logger {
  const tell = (fields: object, message: string) => {
    const { err, orderId, anomaly } = fields as { err?: unknown; orderId?: string; anomaly?: string };
    const why = err instanceof Error ? `: ${err.message}` : '';
    log.tell(`${life.name} ${orderId ?? ''} ${anomaly ?? ''} ${message}${why}`);
  };
  return { debug() {}, info() {}, warn: tell, error: tell };
}
