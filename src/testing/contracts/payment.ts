import { paymentAnswer } from '../../ports/index.ts';
import { amountContract } from './payment/amounts.ts';
import { paymentEffects } from './payment/calls.ts';
import { currencyContract } from './payment/currencies.ts';
import { laterContract } from './payment/later.ts';
import type { PaymentContractOptions } from './payment/world.ts';
import { answerOf, callOf, newKey, portScenario } from './port/harness.ts';
import { keyedContract } from './port/keyed.ts';

export type {
  PaymentCapability,
  PaymentContractOptions,
  PaymentMeans,
  PaymentSums,
  PaymentUnderTest,
} from './payment/world.ts';

/**
 * The contract of a `PaymentPort` as tests, for any runner with `describe` and `it`. Each test gets an adapter of its own from
 * `createPort`. What an adapter, or its set-up, can't do is declared with its reason, and shows as "not claimed".
 *
 * @example
 * import { createMemoryClock, createMemoryPayments } from 'statecart/adapters/memory';
 * import { paymentContract } from 'statecart/testing';
 * import { describe, it } from 'vitest';
 * const absent = (why: string) => ({ absent: why });
 * paymentContract({
 *   describe,
 *   it,
 *   createPort: async () => ({ port: createMemoryPayments({ clock: createMemoryClock() }) }),
 *   claims: {
 *     book: absent('nobody looks'),
 *     decline: absent('nobody declines'),
 *     hang: absent('it is quick'),
 *     loseAnswer: absent('no wire'),
 *     failBefore: absent('no wire'),
 *     garble: absent('no wire'),
 *     refusesReuse: true,
 *     severalCaptures: true,
 *     pending: absent('no bank'),
 *     actionRequired: absent('no customer'),
 *     unrepresentable: absent('it counts in minor units'),
 *   },
 * });
 */
export function paymentContract(options: PaymentContractOptions): void {
  const scenario = portScenario(options);
  const { describe, claims, means } = options;
  describe('keys', () =>
    keyedContract({
      ...options,
      effects: paymentEffects(means, claims.severalCaptures === true),
      async find({ port }, key) {
        const found = await port.find(key, callOf(newKey('find')));
        return found === null ? null : answerOf(paymentAnswer, found);
      },
    }));
  describe('amounts', () => {
    amountContract(scenario, options);
    currencyContract(scenario, options);
  });
  describe('outcomes that come later', () => laterContract(scenario, options));
}
