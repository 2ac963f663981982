import assert from 'node:assert/strict';
import { type PriceOccasion, type TaxPort, type TaxRequest, taxAnswer } from '../../ports/index.ts';
import { type AskedClaims, type AskedPortUnderTest, givingUpContract } from './port/asked.ts';
import { sampleGoods, sampleOccasion } from './port/goods.ts';
import { answerOf, newId, type PortContractOptions, portScenario } from './port/harness.ts';
import { longWords, strangeStrings } from './port/strings.ts';

/** A tax adapter under test. */
export interface TaxUnderTest extends AskedPortUnderTest<TaxPort> {
  /** Goods and a place where they are taxed. */
  readonly taxed: { readonly sku: string; readonly occasion: Partial<PriceOccasion> };
}

/** What {@link taxContract} needs. */
export interface TaxContractOptions extends PortContractOptions<TaxUnderTest> {
  readonly claims: AskedClaims;
}

/** The contract of a `TaxPort` as tests, for any runner with `describe` and `it`. */
export function taxContract(options: TaxContractOptions): void {
  const scenario = portScenario(options);
  const request = (
    { taxed }: TaxUnderTest,
    skus: readonly string[],
    more: Partial<TaxRequest> = {},
  ): TaxRequest => ({
    ...sampleOccasion(taxed.occasion),
    shippingMinor: 490,
    lines: sampleGoods(skus).map((goods) => ({
      ...goods,
      discountMinor: 0,
      priceMinor: goods.unitPriceMinor * goods.quantity,
    })),
    ...more,
  });
  const rates = async ({ port }: TaxUnderTest, asked: TaxRequest) =>
    answerOf(taxAnswer, await port.rates(asked, { signal: new AbortController().signal }));

  scenario('says what is due on goods that are taxed', async (world) => {
    const { lines, problems } = await rates(world, request(world, [world.taxed.sku]));
    assert.deepEqual(problems, []);
    assert.deepEqual(
      lines.map(({ lineId, taxes }) => [lineId, taxes.length > 0]),
      [['line-1', true]],
    );
  });

  scenario('speaks of each line at most once, and of none that it was not asked for', async (world) => {
    const asked = request(world, [world.taxed.sku, newId(), ...strangeStrings]);
    const ids = (await rates(world, asked)).lines.map(({ lineId }) => lineId);
    assert.equal(new Set(ids).size, ids.length, 'a line comes twice');
    const unknown = ids.filter((id) => !asked.lines.some(({ lineId }) => lineId === id));
    assert.deepEqual(unknown, [], 'lines that nobody asked for');
  });

  scenario('says the same of the same', async (world) => {
    const asked = request(world, [world.taxed.sku, newId()]);
    assert.deepEqual(await rates(world, asked), await rates(world, asked));
  });

  scenario('can be asked of a draft that has no address yet, and of an order of no lines', async (world) => {
    const nowhere = { shippingAddress: null, billingAddress: null, placing: false };
    await rates(world, request(world, [world.taxed.sku], nowhere));
    assert.deepEqual((await rates(world, request(world, [], { shippingMinor: 0 }))).lines, []);
  });

  scenario('can be asked of a place of any name', async (world) => {
    const { shippingAddress } = request(world, []);
    for (const words of [...strangeStrings, ...longWords]) {
      const address = shippingAddress && {
        ...shippingAddress,
        region: words,
        city: words,
        postalCode: words,
      };
      await rates(world, request(world, [newId()], { shippingAddress: address, billingAddress: address }));
    }
  });

  givingUpContract(scenario, options.claims, (world, signal) =>
    world.port.rates(request(world, [world.taxed.sku]), { signal }),
  );
}
