import assert from 'node:assert/strict';
import type { CheckoutPort } from '../../ports/index.ts';
import type { NotificationCapability } from './notification.ts';
import {
  type Claims,
  callOf,
  newId,
  newKey,
  type PortContractOptions,
  portScenario,
} from './port/harness.ts';
import { type KeyedPortUnderTest, keyedContract } from './port/keyed.ts';

const decline = { absent: 'the port answers nothing: there is nothing to decide' };

/** A checkout adapter under test. */
export interface CheckoutUnderTest extends KeyedPortUnderTest<CheckoutPort> {
  /** Makes a session and a cart, with something in it. */
  readonly fill?: () => Promise<{ readonly sessionId: string; readonly cartId: string }>;
  /** Whether a cart is empty now. */
  readonly book?: (cartId: string) => boolean | Promise<boolean>;
}

/** What {@link checkoutContract} needs. */
export interface CheckoutContractOptions extends PortContractOptions<CheckoutUnderTest> {
  readonly claims: Claims<NotificationCapability>;
}

/** The contract of a `CheckoutPort` as tests, for any runner with `describe` and `it`. */
export function checkoutContract(options: CheckoutContractOptions): void {
  const scenario = portScenario(options);
  const { describe, claims } = options;
  const filled = async ({ fill }: CheckoutUnderTest) =>
    (await fill?.()) ?? { sessionId: newId(), cartId: newId() };
  describe('keys', () =>
    keyedContract({
      ...options,
      claims: { ...claims, decline },
      find: null,
      effects: [
        {
          method: 'clear',
          async prepare(world) {
            const [one, other] = [await filled(world), await filled(world)];
            const orderId = newId();
            return {
              ask: async (call) => world.port.clear({ orderId, ...one }, call),
              askOther: async (call) => world.port.clear({ orderId, ...other }, call),
              happened: async () => ((await world.book?.(one.cartId)) === true ? 1 : 0),
            };
          },
        },
      ],
    }));
  describe('carts', () => {
    scenario('has nothing against clearing what is gone, or was never there', async (world) => {
      const one = await filled(world);
      const clear = (checkout: { sessionId: string | null; cartId: string | null }) =>
        world.port.clear({ orderId: newId(), ...checkout }, callOf(newKey('checkout')));
      await clear(one);
      await clear(one);
      await clear({ sessionId: newId(), cartId: newId() });
      await clear({ sessionId: null, cartId: null });
    });

    scenario('leaves other carts alone', async (world) => {
      const [one, bystander] = [await filled(world), await filled(world)];
      await world.port.clear({ orderId: newId(), ...one }, callOf(newKey('checkout')));
      if (claims.book === true)
        assert.deepEqual(
          [await world.book?.(one.cartId), await world.book?.(bystander.cartId)],
          [true, false],
        );
    });
  });
}
