import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { createMemoryWorld, type Deliver, type MemoryWorld } from 'statecart/adapters/memory';
import { systemClock } from 'statecart/adapters/system';
import { openBooks } from './book-file.ts';
import { products, stock } from './shop.ts';

/** What a simulated outside is made from. */
export interface SimulatedOutsideOptions {
  /** The file that its books are kept in: after a restart it goes on with them. */
  readonly books: string;
  /** How long pickers and carrier take for each step, in milliseconds. */
  readonly stepMs: number;
  /** Takes the facts that it reports. */
  readonly deliver: Deliver;
}

/** A simulated payment provider, warehouse and carrier that live in real time. */
export interface SimulatedOutside {
  readonly world: MemoryWorld;
  /** Lets nothing more happen, and closes the books. */
  close(): void;
}

/** Opens it on its books: what was still to happen happens, and no effect is repeated. */
export function openSimulatedOutside(options: SimulatedOutsideOptions): SimulatedOutside {
  const { stepMs, deliver } = options;
  mkdirSync(dirname(options.books), { recursive: true });
  const file = openBooks(options.books);
  const world = createMemoryWorld({
    clock: systemClock,
    stock,
    products,
    deliver,
    onChange: (changes) => file.append(changes),
    payments: { webhooks: true },
    fulfillment: { pace: { pickingMs: stepMs, packingMs: stepMs, packedMs: stepMs, parcelMs: stepMs } },
    shipping: { pace: { dispatchMs: stepMs, transitMs: stepMs, deliveryMs: stepMs } },
  });
  world.restore(file.books);
  return {
    world,
    close() {
      world.stop();
      file.close();
    },
  };
}
