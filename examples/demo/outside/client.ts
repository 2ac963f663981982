import type { OrderPorts } from 'statecart';
import { portsAt } from '../../outside/ports-at.ts';
import { post } from '../../outside/post.ts';
import type { Happening, OutsideBooks, OutsideState, Settled, TurnReply } from './protocol.ts';

/** The outside, as the shop sees it. */
export interface OutsideClient {
  readonly ports: OrderPorts;
  state(): Promise<OutsideState>;
  books(): Promise<OutsideBooks>;
  /** Tells the time, settles facts, and gets those that wait. */
  turn(now: number, settled: readonly Settled[]): Promise<TurnReply>;
  happen(happening: Happening): Promise<void>;
}

/** Speaks with the outside at a URL. */
export function connectOutside(url: string): OutsideClient {
  return {
    ports: portsAt(url),
    state: () => post(`${url}/state`, null),
    books: () => post(`${url}/books`, null),
    turn: (now, settled) => post(`${url}/turn`, { now, settled }),
    happen: (happening) => post(`${url}/happen`, happening),
  };
}
