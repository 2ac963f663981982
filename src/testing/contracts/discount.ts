import assert from 'node:assert/strict';
import { eventParts as part } from '../../machine/index.ts';
import {
  type DiscountPort,
  type DiscountRequest,
  discountAnswer,
  type PriceOccasion,
} from '../../ports/index.ts';
import { type AskedClaims, type AskedPortUnderTest, givingUpContract } from './port/asked.ts';
import { sampleGoods, sampleOccasion } from './port/goods.ts';
import { answerOf, newId, type PortContractOptions, portScenario } from './port/harness.ts';
import { strangeStrings } from './port/strings.ts';

/** A discount adapter under test. */
export interface DiscountUnderTest extends AskedPortUnderTest<DiscountPort> {
  /** A code that is good for two units of `sku` at 10.00 each, and on which occasion. */
  readonly good: { readonly code: string; readonly sku: string; readonly occasion?: Partial<PriceOccasion> };
}

/** What {@link discountContract} needs. */
export interface DiscountContractOptions extends PortContractOptions<DiscountUnderTest> {
  readonly claims: AskedClaims;
}

/** The contract of a `DiscountPort` as tests, for any runner with `describe` and `it`. */
export function discountContract(options: DiscountContractOptions): void {
  const scenario = portScenario(options);
  const request = ({ good }: DiscountUnderTest, codes: readonly string[]): DiscountRequest => ({
    ...sampleOccasion(good.occasion),
    codes,
    lines: sampleGoods([good.sku]),
    shippingMinor: 490,
  });
  const offers = async (world: DiscountUnderTest, codes: readonly string[]) =>
    answerOf(
      discountAnswer,
      await world.port.offers(request(world, codes), { signal: new AbortController().signal }),
    );
  const isFor = (code: string) => (discount: { readonly code: string | null }) =>
    discount.code?.toLowerCase() === code.toLowerCase();

  scenario('takes a code that is good', async (world) => {
    const { code } = world.good;
    const { discounts, rejected } = await offers(world, [code]);
    assert.ok(discounts.some(isFor(code)), `no discount for ${code}`);
    assert.deepEqual(rejected, []);
  });

  scenario(
    'drops no code in silence: what is good for nothing is `rejected`, as it was given',
    async (world) => {
      const codes = [newId(), ...strangeStrings.filter((words) => part.id.safeParse(words).success)];
      const { discounts, rejected } = await offers(world, codes);
      assert.deepEqual(
        rejected.map(({ code }) => code),
        codes,
      );
      assert.deepEqual([...new Set(rejected.map(({ reason }) => reason))], ['unknown']);
      assert.deepEqual(
        discounts.filter(({ code }) => code !== null),
        [],
      );
    },
  );

  scenario('speaks of no line that it was not asked for', async (world) => {
    const { discounts } = await offers(world, [world.good.code]);
    for (const { id, lineIds } of discounts)
      assert.deepEqual(
        (lineIds ?? []).filter((lineId) => lineId !== 'line-1'),
        [],
        `lines of ${id}`,
      );
  });

  scenario('uses nothing up by being asked, however many ask at once', async (world) => {
    const { code } = world.good;
    const first = await offers(world, [code]);
    const others = await Promise.all(Array.from({ length: 8 }, () => offers(world, [code])));
    for (const other of others) assert.deepEqual(other, first);
  });

  givingUpContract(scenario, options.claims, (world, signal) =>
    world.port.offers(request(world, [world.good.code]), { signal }),
  );
}
