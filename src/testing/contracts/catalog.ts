import assert from 'node:assert/strict';
import * as z from 'zod';
import { type CatalogPort, product } from '../../ports/index.ts';
import { type AskedClaims, type AskedPortUnderTest, givingUpContract } from './port/asked.ts';
import { answerOf, newId, type PortContractOptions, portScenario } from './port/harness.ts';
import { strangeStrings } from './port/strings.ts';

/** A catalog adapter under test. */
export interface CatalogUnderTest extends AskedPortUnderTest<CatalogPort> {
  /** Two products that there are, priced in `currency`, and a currency in which they are not priced. */
  readonly known: {
    readonly skus: readonly [string, string];
    readonly currency: string;
    readonly otherCurrency: string;
  };
}

/** What {@link catalogContract} needs. */
export interface CatalogContractOptions extends PortContractOptions<CatalogUnderTest> {
  readonly claims: AskedClaims;
}

/** The contract of a `CatalogPort` as tests, for any runner with `describe` and `it`. */
export function catalogContract(options: CatalogContractOptions): void {
  const scenario = portScenario(options);
  const find = async (
    { port, known }: CatalogUnderTest,
    skus: readonly string[],
    currency = known.currency,
  ) => answerOf(z.array(product), await port.find(skus, currency, { signal: new AbortController().signal }));

  scenario('gives the products that were asked for, in the currency that was asked for', async (world) => {
    const { skus, currency } = world.known;
    const found = await find(world, skus);
    assert.deepEqual(found.map(({ sku }) => sku).toSorted(), skus.toSorted());
    assert.deepEqual([...new Set(found.map((item) => item.currency))], [currency]);
  });

  scenario('gives each product once, and none that was not asked for', async (world) => {
    const [sku] = world.known.skus;
    const found = await find(world, [sku, sku]);
    assert.deepEqual(
      found.map((item) => item.sku),
      [sku],
    );
    assert.deepEqual(await find(world, []), []);
  });

  scenario('leaves out what there is not, whatever it is called', async (world) => {
    const [sku] = world.known.skus;
    const found = await find(world, [newId(), ...strangeStrings, sku]);
    assert.deepEqual(
      found.map((item) => item.sku),
      [sku],
    );
  });

  scenario('leaves out what has no price in the currency', async (world) => {
    assert.deepEqual(await find(world, world.known.skus, world.known.otherCurrency), []);
  });

  scenario('takes the SKUs of an order of a thousand lines', async (world) => {
    const skus = Array.from({ length: 999 }, (_, n) => `no-such-sku-${n}`);
    assert.equal((await find(world, [...skus, world.known.skus[0]])).length, 1);
  });

  givingUpContract(scenario, options.claims, ({ port, known }, signal) =>
    port.find(known.skus, known.currency, { signal }),
  );
}
