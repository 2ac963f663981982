import type { Command, EventMeta, Order, StepResult } from '../machine/index.ts';

/**
 * Sees what the runtime does: for metrics, traces and tests. Every method may be left out. A method that throws is
 * logged and changes nothing. Called after the fact, never inside a transaction.
 *
 * @example
 * import type { Observer } from 'statecart/ports';
 *
 * const observer: Observer = {
 *   performed: ({ command, outcome, ms }) => console.log(command.type, outcome, ms),
 *   deadLettered: ({ kind, id, error }) => console.error(kind, id, error),
 * };
 */
export interface Observer {
  /** An event went through the machine and was committed. */
  stepped?(seen: {
    readonly before: Order | null;
    readonly result: StepResult;
    readonly type: string;
    readonly meta: EventMeta;
  }): void;
  /** A request was refused by a rule. */
  refused?(seen: {
    readonly orderId: string;
    readonly type: string;
    readonly code: string;
    readonly meta: EventMeta;
  }): void;
  /** A commit was answered. `ms`: how long it took. */
  committed?(seen: {
    readonly orderIds: readonly string[];
    readonly answers: readonly string[];
    readonly ms: number;
  }): void;
  /** A command was tried. `outcome`: what its port said. */
  performed?(seen: {
    readonly orderId: string;
    readonly command: Command;
    readonly attempt: number;
    readonly outcome: 'answered' | 'later' | 'unknown' | 'failed';
    readonly ms: number;
  }): void;
  /** Something went to the dead letters. */
  deadLettered?(seen: {
    readonly orderId: string | null;
    readonly kind: string;
    readonly id: string;
    readonly error: string;
  }): void;
}
