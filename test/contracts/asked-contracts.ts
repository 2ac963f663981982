import { createInProcessBus } from 'statecart/adapters/in-process';
import {
  createMemoryCatalog,
  createMemoryClock,
  createMemoryCustomers,
  createSeededRandom,
} from 'statecart/adapters/memory';
import { createAddressRules, createRiskRules } from 'statecart/adapters/rules';
import { systemClock, systemIds, systemRandom } from 'statecart/adapters/system';
import { createDiscountTable, createTaxTable } from 'statecart/adapters/tables';
import type { CloudEvent } from 'statecart/ports';
import {
  addressContract,
  catalogContract,
  clockContract,
  customerContract,
  discountContract,
  eventBusContract,
  idsContract,
  randomContract,
  riskContract,
  type TestRunner,
  taxContract,
} from 'statecart/testing';
import { absent, atOnce } from './claims.ts';

export const ada = {
  customerAddressId: 'home',
  name: 'Ada Lovelace',
  company: null,
  line1: 'Unter den Linden 1',
  line2: null,
  city: 'Berlin',
  region: null,
  postalCode: '10117',
  country: 'DE',
  phone: null,
};

/** The contracts of the ports that are only asked, of the bus, and of what the runtime takes for time, ids and chance. */
export function askedContracts(runner: TestRunner): void {
  const { describe } = runner;
  describe('customers in memory', () =>
    customerContract({
      ...runner,
      createPort: async () => ({
        port: createMemoryCustomers([{ customerId: 'ada', email: 'ada@example.com', addresses: [ada] }]),
        known: { customerId: 'ada', addressIds: ['home'] },
      }),
      claims: { ...atOnce, getAddresses: true },
    }));
  describe('a catalog in memory', () =>
    catalogContract({
      ...runner,
      createPort: async () => ({
        port: createMemoryCatalog(
          ['MUG', 'CUP', 'BOWL'].map((sku) => ({
            productId: `product-of-${sku}`,
            sku,
            name: sku,
            currency: 'EUR',
            unitPriceMinor: 1_250,
          })),
        ),
        known: { skus: ['MUG', 'CUP'], currency: 'EUR', otherCurrency: 'JPY' },
      }),
      claims: atOnce,
    }));
  describe('the tax table', () =>
    taxContract({
      ...runner,
      createPort: async () => ({
        port: createTaxTable({
          rates: [{ country: 'DE', name: 'USt.', ratePercent: '19' }],
          pricesIncludeTax: true,
        }),
        taxed: { sku: 'MUG', occasion: { shippingAddress: ada } },
      }),
      claims: atOnce,
    }));
  describe('the tax table that refuses what it does not know', () =>
    taxContract({
      ...runner,
      createPort: async () => ({
        port: createTaxTable({
          rates: [{ country: 'DE', name: 'USt.', ratePercent: '19', category: 'mugs' }],
          categories: { MUG: 'mugs' },
          unmatched: 'refuse',
        }),
        taxed: { sku: 'MUG', occasion: { shippingAddress: ada } },
      }),
      claims: atOnce,
    }));
  describe('the discount table', () =>
    discountContract({
      ...runner,
      createPort: async () => ({
        port: createDiscountTable({
          discounts: [
            {
              id: 'mugs',
              code: 'MUGS',
              name: 'Mugs',
              scope: 'line',
              skus: ['MUG'],
              value: { kind: 'percentage', ratePercent: '10' },
            },
            {
              id: 'all',
              name: 'For all',
              scope: 'order',
              value: { kind: 'fixed', amountMinor: 100 },
              currency: 'EUR',
            },
          ],
        }),
        good: { code: 'mugs', sku: 'MUG' },
      }),
      claims: atOnce,
    }));
  describe('the address rules', () =>
    addressContract({
      ...runner,
      createPort: async () => ({
        port: createAddressRules(),
        good: { ...ada, city: ' Berlin ' },
        bad: { ...ada, postalCode: 'no code' },
      }),
      claims: atOnce,
    }));
  describe('the risk rules', () =>
    riskContract({
      ...runner,
      createPort: async () => ({ port: createRiskRules() }),
      claims: {
        book: absent('it writes nothing down'),
        refusesReuse: absent('it has no memory'),
        decline: absent('it goes by its rules'),
        hang: absent('it answers at once'),
        loseAnswer: absent('nothing lies between it and its caller'),
        failBefore: absent('nothing lies between it and its caller'),
        garble: absent('nothing lies between it and its caller'),
      },
    }));
  describe('the bus within a process', () =>
    eventBusContract({
      ...runner,
      createPort: async () => busWorld(),
      claims: { hang: true, refuse: true },
    }));
  describe('the clock of this machine', () =>
    clockContract({ ...runner, createPort: async () => ({ port: systemClock }) }));
  describe('a clock in memory', () =>
    clockContract({
      ...runner,
      createPort: async () => {
        const clock = createMemoryClock();
        return { port: clock, elapse: (ms) => clock.advance(ms) };
      },
    }));
  describe('ids of this machine', () =>
    idsContract({ ...runner, createPort: async () => ({ port: systemIds }) }));
  describe('chance of this machine', () =>
    randomContract({ ...runner, createPort: async () => ({ port: systemRandom }) }));
  describe('chance by a seed', () =>
    randomContract({ ...runner, createPort: async () => ({ port: createSeededRandom(7) }) }));
}

/** A bus with one subscriber, who can be made to fail, or to be silent. */
export function busWorld() {
  const bus = createInProcessBus();
  const seen: CloudEvent[] = [];
  let mood: 'well' | 'failing' | 'silent' = 'well';
  bus.subscribe('*', async (event) => {
    if (mood === 'silent') await new Promise(() => {});
    const failing = mood === 'failing';
    mood = 'well';
    if (failing) throw new Error('the subscriber is not well');
    seen.push(event);
  });
  return {
    port: bus,
    received: async (orderId: string) => seen.filter(({ subject }) => subject === orderId),
    hang: () => void (mood = 'silent'),
    refuse: () => void (mood = 'failing'),
  };
}
