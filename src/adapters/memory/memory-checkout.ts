import * as z from 'zod';
import { type CheckoutPort } from '../../ports/index.ts';
import { type CallRow, type DeskOptions, openDesk } from './simulation/desk.ts';
import { createOutside, type Outside, type OutsideOptions } from './simulation/outside.ts';
import type { Script } from './simulation/script.ts';

/** A simulated checkout. */
export interface MemoryCheckout extends CheckoutPort {
  readonly script: Script;
  /** The sessions and carts that were cleared, in order. `calls`: by key. */
  book(): {
    readonly sessions: readonly string[];
    readonly carts: readonly string[];
    readonly calls: { readonly [key: string]: CallRow };
  };
}

const cleared = z.strictObject({
  orderId: z.string(),
  sessionId: z.string().nullable(),
  cartId: z.string().nullable(),
});

/**
 * Makes a checkout in memory that remembers what it cleared.
 *
 * The script knows `delay`, `fail_before`, `lose_answer`, by the method `clear`.
 *
 * @throws PortError as the script says; `invalid_request`, `key_reused` (`never`, `failed`).
 * @example
 * import { createMemoryCheckout, createMemoryClock } from 'statecart/adapters/memory';
 * const checkout = createMemoryCheckout({ clock: createMemoryClock() });
 * checkout.book().carts;
 */
export function createMemoryCheckout(
  options: DeskOptions & Omit<OutsideOptions, 'onChange'>,
): MemoryCheckout {
  return checkoutOf(createOutside(options), options);
}

/** The checkout of a world. */
export function checkoutOf(outside: Outside, options: DeskOptions): MemoryCheckout {
  const desk = openDesk(outside, 'checkout', options, []);
  const all = (field: 'sessionId' | 'cartId') =>
    desk.calls
      .values()
      .flatMap(({ request }) => (typeof request[field] === 'string' ? [request[field]] : []));
  return {
    ...desk.traits,
    script: desk.script,
    async clear(checkout, call) {
      await desk.take('clear', cleared, checkout, call, () => ({ status: 'cleared' }));
    },
    book: () => ({ sessions: all('sessionId'), carts: all('cartId'), calls: desk.calls.entries() }),
  };
}
