import type { Clock } from '../../ports/index.ts';
import type { CallFault, FactFault, Party } from './command.ts';

/** Something that is to go wrong. */
export interface Armed<Fault> {
  readonly fault: Fault;
  readonly ms: number;
}

/** What is to go wrong next, until all heals. */
export interface Faults {
  /** The next call of the party goes wrong. */
  arm(party: Party, armed: Armed<CallFault>): void;
  /** The next fact goes wrong. */
  armFact(armed: Armed<FactFault>): void;
  /** Nothing reaches the party for so long. */
  cut(party: Party, ms: number): void;
  isCut(party: Party): boolean;
  take(party: Party): Armed<CallFault> | undefined;
  takeFact(): Armed<FactFault> | undefined;
  /** Nothing goes wrong any more. */
  heal(): void;
}

/** No faults yet. */
export function createFaults(clock: Clock): Faults {
  const calls = new Map<Party, Armed<CallFault>[]>();
  const facts: Armed<FactFault>[] = [];
  const cutUntil = new Map<Party, number>();
  return {
    arm(party, armed) {
      calls.set(party, [...(calls.get(party) ?? []), armed]);
    },
    armFact: (armed) => void facts.push(armed),
    cut(party, ms) {
      cutUntil.set(party, Math.max(cutUntil.get(party) ?? 0, clock.now() + ms));
    },
    isCut: (party) => clock.now() < (cutUntil.get(party) ?? 0),
    take: (party) => calls.get(party)?.shift(),
    takeFact: () => facts.shift(),
    heal() {
      calls.clear();
      facts.length = 0;
      cutUntil.clear();
    },
  };
}
