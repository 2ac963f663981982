import assert from 'node:assert/strict';
import { type RiskPort, type RiskRequest, riskAnswer } from '../../ports/index.ts';
import {
  answerOf,
  type Claims,
  callOf,
  newId,
  newKey,
  type PortContractOptions,
  portScenario,
} from './port/harness.ts';
import { type KeyedCapability, type KeyedPortUnderTest, keyedContract } from './port/keyed.ts';

/** A risk adapter under test. */
export interface RiskUnderTest extends KeyedPortUnderTest<RiskPort> {
  /** How often an order was screened. */
  readonly book?: (orderId: string) => number | Promise<number>;
}

/** What {@link riskContract} needs. `decline`: the screen can be made to reject. */
export interface RiskContractOptions extends PortContractOptions<RiskUnderTest> {
  readonly claims: Claims<KeyedCapability>;
}

/**
 * The contract of a `RiskPort` as tests, for any runner with `describe` and `it`. A screening has no effect outside, so it has
 * no `find`: it is asked again with its key.
 */
export function riskContract(options: RiskContractOptions): void {
  const scenario = portScenario(options);
  const { describe } = options;
  const request = (more: Partial<RiskRequest> = {}): RiskRequest => ({
    orderId: newId(),
    customer: { kind: 'guest', email: 'ada@example.com' },
    currency: 'EUR',
    totalMinor: 1_250,
    lines: [{ sku: 'MUG', quantity: 1, totalMinor: 1_250 }],
    shippingAddress: null,
    billingAddress: null,
    paymentMethods: ['card'],
    paymentTokens: ['tok_1'],
    recent: null,
    ...more,
  });
  const screen = async (port: RiskPort, asked: RiskRequest, call = callOf(newKey('screening'))) =>
    answerOf(riskAnswer, await port.screen(asked, call));

  describe('keys', () =>
    keyedContract({
      ...options,
      find: null,
      effects: [
        {
          method: 'screen',
          isDecision: true,
          async prepare({ port, book }) {
            const asked = request();
            return {
              ask: (call) => screen(port, asked, call),
              askOther: (call) => screen(port, { ...asked, totalMinor: 1_251 }, call),
              happened: async () => (await book?.(asked.orderId)) ?? Number.NaN,
            };
          },
        },
      ],
    }));
  describe('screenings', () => {
    scenario('answers the same under one key, though other orders came in meanwhile', async ({ port }) => {
      const key = newKey('screening');
      const asked = request();
      const recent = {
        windowMs: 1_000,
        orders: 1,
        ended: 0,
        totalMinor: 500,
        samePayment: 0,
        isFirst: false,
      };
      const answer = await screen(port, { ...asked, recent: null }, callOf(key));
      assert.deepEqual(await screen(port, { ...asked, recent }, callOf(key)), answer);
    });

    scenario('can screen an order of which little is known', async ({ port }) => {
      const little = { customer: null, lines: [], paymentMethods: [], paymentTokens: [], totalMinor: 0 };
      await screen(port, request(little));
    });

    scenario('can screen an order of many lines and a great sum', async ({ port }) => {
      const lines = Array.from({ length: 1_000 }, (_, n) => ({
        sku: `SKU-${n}`,
        quantity: 1_000_000,
        totalMinor: 1,
      }));
      await screen(port, request({ lines, totalMinor: Number.MAX_SAFE_INTEGER }));
    });
  });
}
