import { OrderError } from '../../errors/index.ts';
import type { OrderStore } from '../../ports/index.ts';
import type { Wire } from './faulty-ports.ts';
import { never } from './life.ts';

type Method = (...args: unknown[]) => Promise<unknown>;

/** What is asked often and changes nothing: its answers are not told in the trace. */
const quiet = new Set(['check', 'nextDue', 'load', 'claim', 'wake', 'appliedAs', 'find', 'renew']);
/** What an idle worker does: a death there is one at rest, so it is no point of its own. */
const idle = new Set(['check', 'nextDue', 'wake']);

/**
 * A store behind a wire: every call is a point at which the worker can die, before it and after its effect; a call may not
 * get through, or its answer may be lost, a COMMIT's as well.
 */
export function faultyStore(store: OrderStore, wire: Wire, wakes: boolean): OrderStore {
  const { life } = wire;
  const methods = Object.entries(store)
    .filter(([name]) => name !== 'join' && name !== 'begin')
    .filter(([name]) => wakes || (name !== 'wake' && name !== 'listen'))
    .map(([name, member]: [string, unknown]) => {
      if (typeof member !== 'function' || name === 'listen') return [name, member] as const;
      return [name, faultyMethod(name, member.bind(store) as Method, wire)] as const;
    });
  const behind = Object.fromEntries(methods) as unknown as OrderStore;
  if (!wakes || store.listen === undefined) return behind;
  return {
    ...behind,
    async listen(onWake) {
      const unlisten = await store.listen?.(() => {
        if (life.alive) onWake();
      });
      return unlisten ?? (async () => {});
    },
  };
}

function faultyMethod(name: string, method: Method, wire: Wire): Method {
  const { life, log } = wire;
  const what = `store.${name}`;
  return async (...args) => {
    if (name !== 'claim' && !idle.has(name) && !life.passes(`${what} before`)) return never();
    if (!life.alive) return never();
    let isPoint = !idle.has(name);
    try {
      const answer = await send(name, method, args, wire);
      if (name === 'claim') isPoint = (answer as readonly unknown[]).length > 0;
      return answer;
    } catch (error) {
      log.tell(`${life.name} ${what}: ${error instanceof Error ? error.message : String(error)}`);
      throw error;
    } finally {
      if (!quiet.has(name)) log.tell(`${life.name} ${what}`);
      if (!life.alive || (isPoint && !life.passes(`${what} after`))) await never();
    }
  };
}

async function send(
  name: string,
  method: Method,
  args: readonly unknown[],
  { clock, faults, log, latencyMs }: Wire,
): Promise<unknown> {
  if (faults.isCut('store')) {
    log.struck('cut');
    throw unavailable('could not be reached');
  }
  const armed = faults.take('store');
  if (armed !== undefined) log.struck(armed.fault);
  if (armed?.fault === 'fail_before' || armed?.fault === 'broken') throw unavailable('refused the call');
  const ms = armed?.fault === 'slow' ? armed.ms : latencyMs();
  if (ms > 0) await clock.sleep(ms);
  const answer = await method(...args);
  if (armed?.fault !== 'lose_answer') return answer;
  if (name === 'commit') log.mark('the answer of a commit was lost');
  throw unavailable('lost the connection before it answered');
}

function unavailable(what: string): OrderError {
  return new OrderError('STORE_UNAVAILABLE', `the store ${what}`, { retry: 'later' });
}
