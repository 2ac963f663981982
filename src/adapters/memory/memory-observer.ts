import type { Observer } from '../../ports/index.ts';

/** What a method of an observer is shown. */
export type Seen<Method extends keyof Observer> = Parameters<NonNullable<Observer[Method]>>[0];

/** Something that an observer was shown. */
export type Sighting = {
  readonly [Method in keyof Observer]-?: { readonly method: Method; readonly seen: Seen<Method> };
}[keyof Observer];

/** An observer that remembers. */
export interface MemoryObserver extends Required<Observer> {
  /** All that it was shown, oldest first. */
  readonly sightings: readonly Sighting[];
  /** What one method was shown, oldest first. */
  of<Method extends keyof Observer>(method: Method): readonly Seen<Method>[];
  /** Forgets all of it. */
  clear(): void;
}

/**
 * Makes an observer that keeps what it sees, for tests that ask what the runtime did.
 *
 * @example
 * import { createMemoryObserver } from 'statecart/adapters/memory';
 * const observer = createMemoryObserver();
 * observer.of('refused').map((refusal) => refusal.code);
 */
export function createMemoryObserver(): MemoryObserver {
  const sightings: Sighting[] = [];
  return {
    sightings,
    of: <Method extends keyof Observer>(method: Method) =>
      sightings.flatMap((sighting) => (sighting.method === method ? [sighting.seen as Seen<Method>] : [])),
    clear() {
      sightings.length = 0;
    },
    stepped: (seen) => void sightings.push({ method: 'stepped', seen }),
    refused: (seen) => void sightings.push({ method: 'refused', seen }),
    committed: (seen) => void sightings.push({ method: 'committed', seen }),
    performed: (seen) => void sightings.push({ method: 'performed', seen }),
    deadLettered: (seen) => void sightings.push({ method: 'deadLettered', seen }),
  };
}
