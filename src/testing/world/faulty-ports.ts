import { PortError } from '../../errors/index.ts';
import type { Clock, EventBusPort, PortCall } from '../../ports/index.ts';
import type { OrderPorts } from '../../runtime/index.ts';
import type { CallFault, Party } from './command.ts';
import type { Armed, Faults } from './faults.ts';
import { type Life, never } from './life.ts';
import type { Log } from './log.ts';
import type { Mark } from './marks.ts';

/** What the wire between a worker and the parties is made from. */
export interface Wire {
  readonly life: Life;
  /** The time of the world. */
  readonly clock: Clock;
  readonly faults: Faults;
  readonly log: Log;
  readonly keys: Keys;
  /** How long the next call takes. */
  readonly latencyMs: () => number;
}

/** What has become of the keys of all workers. */
export interface Keys {
  /** Those that have been on their way to a party. */
  readonly sent: Set<string>;
  /** Those that have had their effect. */
  readonly done: Set<string>;
  /** Those whose answer was lost. */
  readonly lost: Set<string>;
}

/** No key has been used. */
export const noKeys = (): Keys => ({ sent: new Set(), done: new Set(), lost: new Set() });

type Method = (...args: unknown[]) => Promise<unknown>;

const marksOf: Readonly<Record<CallFault, Mark | null>> = {
  slow: null,
  fail_before: 'a call was not made, and that was said',
  broken: 'a call was not made, and nothing was said',
  lose_answer: 'the answer of a call was lost',
  late: 'a call had its effect after its caller had given up',
  twice: 'a call arrived twice',
};

/** Ports behind a wire on which everything can go wrong. */
export function faultyPorts(ports: OrderPorts, wire: Wire): OrderPorts {
  return Object.fromEntries(
    Object.entries(ports).map(([party, port]: [string, object]) => [
      party,
      faultyPort(party as Party, port, wire),
    ]),
  ) as unknown as OrderPorts;
}

/** A bus behind such a wire. */
export function faultyBus(bus: EventBusPort, wire: Wire): EventBusPort {
  return faultyPort('bus', bus, wire) as EventBusPort;
}

function faultyPort(party: Party, port: object, wire: Wire): object {
  return Object.fromEntries(
    Object.entries(port).map(([name, member]: [string, unknown]) => [
      name,
      typeof member === 'function' ? faultyMethod(party, name, member as Method, wire) : member,
    ]),
  );
}

function faultyMethod(party: Party, name: string, method: Method, wire: Wire): Method {
  const { life, log } = wire;
  const what = `${party}.${name}`;
  return async (...args) => {
    if (!life.passes(`${what} before`)) return never();
    const key = keyOf(name, args);
    let end = 'answered';
    try {
      const answer = await send(party, what, key, method, args, wire);
      if (name === 'find') markFind(String(args[0]), answer, wire);
      if (key !== null) wire.keys.done.add(key);
      return answer;
    } catch (error) {
      end = error instanceof Error ? error.message : String(error);
      throw error;
    } finally {
      if (name !== 'available') log.tell(`${life.name} ${what} ${key ?? ''}: ${end}`);
      // A `finally` that never ends: neither answer nor error reaches the dead.
      if (!life.passes(`${what} after`)) await never();
    }
  };
}

/** The key under which a call has its effect; `null`: it has none. */
function keyOf(name: string, args: readonly unknown[]): string | null {
  const call = args[1] as Partial<PortCall> | undefined;
  return name === 'find' ? null : (call?.key ?? null);
}

async function send(
  party: Party,
  what: string,
  key: string | null,
  method: Method,
  args: readonly unknown[],
  wire: Wire,
): Promise<unknown> {
  const { clock, faults, log, keys } = wire;
  if (faults.isCut(party)) {
    log.struck('cut');
    log.mark('a party was cut off');
    throw notMade(what, key, keys.sent);
  }
  const armed = faults.take(party);
  if (armed !== undefined) {
    log.struck(armed.fault);
    const mark = marksOf[armed.fault];
    if (mark !== null) log.mark(mark);
  }
  if (armed?.fault === 'fail_before') throw notMade(what, key, keys.sent);
  if (armed?.fault === 'broken') throw new Error('socket hang up');
  if (key !== null) keys.sent.add(key);
  const ms = wire.latencyMs();
  if (ms > 0) await clock.sleep(ms);
  log.tally.calls += 1;
  if (armed?.fault !== 'lose_answer') return arrive(method, args, armed, wire);
  await method(...args);
  if (key !== null) {
    keys.done.add(key);
    keys.lost.add(key);
  }
  throw new PortError('the answer was lost', { outcome: 'unknown', code: 'answer_lost' });
}

async function arrive(
  method: Method,
  args: readonly unknown[],
  armed: Armed<CallFault> | undefined,
  { clock }: Wire,
): Promise<unknown> {
  switch (armed?.fault) {
    case 'slow':
      await clock.sleep(armed.ms);
      return method(...args);
    case 'late':
      await clock.sleep(armed.ms);
      return method(...withoutSignal(args));
    case 'twice': {
      const again = method(...withoutSignal(args));
      again.catch(() => {});
      return method(...args);
    }
    default:
      return method(...args);
  }
}

function markFind(key: string, answer: unknown, { keys, log }: Wire): void {
  if (answer === null && keys.done.has(key)) log.mark('`find` did not see what had happened');
  if (answer !== null && keys.lost.has(key)) log.mark('`find` told what had become of a lost call');
}

/** It did not get through; but an earlier call of the key may have. */
function notMade(what: string, key: string | null, sent: ReadonlySet<string>): PortError {
  const outcome = key !== null && sent.has(key) ? 'unknown' : 'failed';
  return new PortError(`${what} did not get through`, { retry: 'later', outcome, code: 'unavailable' });
}

/** The call as the other side sees it: that somebody has given up does not reach it. */
function withoutSignal([request, call, ...rest]: readonly unknown[]): readonly unknown[] {
  const open = { ...(call as object), signal: new AbortController().signal };
  return [request, open, ...rest];
}
