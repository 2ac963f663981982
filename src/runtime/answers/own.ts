import type { FactInput } from '../../machine/index.ts';
import type { CommandPort } from '../../ports/index.ts';
import type { Desk } from './desk.ts';

/** The desk for a command of an extension. It is no operation of a ledger: it is simply repeated, with its key. */
export function ownDesk(port: CommandPort): Desk {
  return {
    traits: port,
    inLedger: false,
    find: null,
    async perform(command, call) {
      return ((await port.perform(command, call)) ?? []) as readonly FactInput[];
    },
    failed: (command, code, reason) => (port.failed?.(command, code, reason) ?? []) as readonly FactInput[],
  };
}
