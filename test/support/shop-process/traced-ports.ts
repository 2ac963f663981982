import { closeSync, openSync, writeSync } from 'node:fs';
import type { CloudEvent, EventBusPort, OrderPorts } from 'statecart';
import type { Reach } from './failpoints.ts';

type Method = (...args: unknown[]) => Promise<unknown>;

/** Ports that tell before each call and after it, when its effect has happened and nobody here knows yet. */
export function tracedPorts(ports: OrderPorts, reach: Reach): OrderPorts {
  const wrap = (party: string, port: object): object =>
    Object.fromEntries(
      Object.entries(port).map(([name, member]: [string, unknown]) => [
        name,
        typeof member === 'function' ? tracedMethod(party, name, member as Method, reach) : member,
      ]),
    );
  return Object.fromEntries(
    Object.entries(ports).map(([party, port]: [string, object]) => [party, wrap(party, port)]),
  ) as unknown as OrderPorts;
}

function tracedMethod(party: string, name: string, method: Method, reach: Reach): Method {
  // A question without a key has no effect to lose.
  if (name === 'available') return method;
  const what = name === 'find' ? 'find' : 'call';
  return async (...args) => {
    const orders = orderOf(args);
    reach(`${what}.before`, `${party}.${name}`, orders);
    try {
      const answer = await method(...args);
      reach(`${what}.after`, `${party}.${name}`, orders);
      return answer;
    } catch (error) {
      reach(`${what}.failed`, `${party}.${name}`, orders);
      throw error;
    }
  };
}

/** A command's key begins with the id of its order. */
function orderOf([request, call]: readonly unknown[]): readonly string[] {
  const key = typeof request === 'string' ? request : (call as { readonly key?: string }).key;
  return key === undefined ? [] : [key.slice(0, 36)];
}

/** A bus that is a file: one event a line, taken over once it is written. */
export function fileBus(path: string, reach: Reach): EventBusPort {
  return {
    async publish(event: CloudEvent) {
      const orders = event.subject === undefined ? [] : [event.subject];
      reach('publish.before', event.type, orders);
      const file = openSync(path, 'a');
      writeSync(file, `${JSON.stringify(event)}\n`);
      closeSync(file);
      reach('publish.after', event.type, orders);
    },
  };
}
