import { randomUUID } from 'node:crypto';
import { createMemoryCatalog, createMemoryClock, createMemoryCustomers } from 'statecart/adapters/memory';
import { createAddressRules, createRiskRules } from 'statecart/adapters/rules';
import { createDiscountTable, createTaxTable } from 'statecart/adapters/tables';
import { type PaymentPort, type PortCall, PortError } from 'statecart/ports';
import {
  addressContract,
  catalogContract,
  checkoutContract,
  clockContract,
  customerContract,
  discountContract,
  eventBusContract,
  fulfillmentContract,
  idsContract,
  notificationContract,
  type PaymentUnderTest,
  paymentContract,
  randomContract,
  riskContract,
  shippingContract,
  taxContract,
  warehouseContract,
} from 'statecart/testing';
import { describe, expect, it } from 'vitest';
import { ada, busWorld } from './asked-contracts.ts';
import { brokenPromises } from './broken-promises.ts';
import { absent, atOnce, simulatedClaims as claims } from './claims.ts';
import {
  checkoutWorld,
  fulfillmentWorld,
  goods,
  notificationWorld,
  paymentWorld,
  riskWorld,
  shippingWorld,
  simulated,
  warehouseWorld,
} from './memory-worlds.ts';

type Method = (request: never, call: PortCall) => Promise<unknown>;

/** A port whose effects go through `change`. Its other methods stay. */
function withEffects<Port extends object>(
  port: Port,
  methods: readonly string[],
  change: (method: Method) => Method,
) {
  const changed = methods.map((name) => [name, change(Reflect.get(port, name) as Method)]);
  return { ...port, ...Object.fromEntries(changed) } as Port;
}

/** Each call under a key of its own, for a thing of its own. */
const forgetful =
  (field?: string) =>
  (method: Method): Method =>
  (request, call) => {
    const other = field === undefined ? request : { ...(request as object), [field]: randomUUID() };
    return method(other as never, { ...call, key: randomUUID() });
  };

const deaf =
  (method: Method): Method =>
  (request, call) =>
    method(request, { ...call, signal: new AbortController().signal });

const sure =
  (method: Method): Method =>
  (request, call) =>
    method(request, call).catch((error: unknown) => {
      throw new PortError('it failed', { outcome: 'failed', cause: error });
    });

describe('the contract of payments', () => {
  const effects = ['authorize', 'capture', 'void', 'refund'];
  const broken = (change: (port: PaymentPort, world: PaymentUnderTest) => Partial<PaymentPort>) =>
    brokenPromises((runner) =>
      paymentContract({
        ...runner,
        createPort: async () => {
          const world = paymentWorld(simulated());
          return { ...world, port: { ...world.port, ...change(world.port, world) } };
        },
        claims: {
          ...claims,
          severalCaptures: true,
          pending: true,
          actionRequired: true,
          unrepresentable: absent('its book counts in minor units'),
        },
      }),
    );

  it('names nothing of a provider that keeps all promises', async () => {
    expect(await broken(() => ({}))).toEqual([]);
  });

  it('names who ignores the key', async () => {
    const names = await broken((port) => withEffects(port, effects, forgetful()));
    for (const method of ['authorize', 'capture', 'refund']) {
      expect(names).toContain(
        `keys › ${method} › has its effect once under one key, and gives the same answer again`,
      );
      expect(names).toContain(`keys › ${method} › has its effect once when many call under one key at once`);
      expect(names).toContain(
        `keys › ${method} › refuses a key that was used for another request, for good, and does nothing`,
      );
    }
  });

  it('names who does not hear that a call is called off', async () => {
    const names = await broken((port) => withEffects(port, effects, deaf));
    expect(names).toContain('keys › capture › does nothing when it was called off beforehand');
    expect(names).toContain(
      'keys › capture › ends when it is called off while the other side is silent, and calls nothing failed',
    );
  });

  it('names who takes a lost answer for a failure', async () => {
    const names = await broken((port) => withEffects(port, effects, sure));
    expect(names).toContain(
      'keys › refund › calls an outcome unknown whose answer was lost, and then finds it',
    );
    expect(names).not.toContain('amounts › leaves other payments alone');
  });

  it('names who finds nothing, and who finds too much', async () => {
    expect(await broken(() => ({ find: async () => null }))).toContain(
      'keys › authorize › calls an outcome unknown whose answer was lost, and then finds it',
    );
    const found = { status: 'voided' } as const;
    expect(await broken(() => ({ find: async () => found }))).toContain(
      'keys › void › `find` knows nothing of a key that was never used',
    );
  });

  it('names who says that `find` sees at once what it does not', async () => {
    const names = await broken(() => ({ settleMs: 0 }));
    expect(names).toContain(
      'keys › capture › calls an outcome unknown whose answer was lost, and then finds it',
    );
  });

  it('names who throws a decline', async () => {
    const names = await broken((port) => ({
      async refund(request, call) {
        const answer = await port.refund(request, call);
        if (answer.status === 'declined')
          throw new PortError(answer.code, { retry: 'never', outcome: 'failed' });
        return answer;
      },
    }));
    expect(names).toEqual([
      'keys › refund › answers with a refusal, does not throw it, and remembers it under its key',
      'amounts › gives back in parts, each under its own key, and declines more than was taken',
    ]);
  });

  it('names who thinks that every currency has cents', async () => {
    const names = await broken((port) => ({
      async authorize(request, call) {
        const answer = await port.authorize(request, call);
        const hasCents = request.currency === 'EUR' || answer.status !== 'authorized';
        return hasCents ? answer : { ...answer, amountMinor: Math.round(answer.amountMinor / 100) };
      },
    }));
    expect(names).toEqual([
      'amounts › holds an amount in JPY as it was asked for',
      'amounts › holds an amount in KWD as it was asked for',
    ]);
  });

  it('names who answers what the schema does not take', async () => {
    const names = await broken((port) => ({
      void: async (request, call) => ({ ...(await port.void(request, call)), extra: 1 }) as never,
    }));
    expect(names).toContain(
      'amounts › lets go of what is held, and has nothing against letting go of it again',
    );
  });

  it('names who can do what is not claimed', async () => {
    const names = await brokenPromises((runner) =>
      paymentContract({
        ...runner,
        createPort: async () => paymentWorld(simulated()),
        claims: {
          ...claims,
          refusesReuse: absent('nobody has looked'),
          severalCaptures: absent('nobody has looked'),
          pending: absent('nobody has looked'),
          actionRequired: true,
          unrepresentable: true,
        },
      }),
    );
    expect(names).toContain(
      'outcomes that come later › not claimed: an authorization that is `pending`, because nobody has looked',
    );
    expect(names).toContain(
      'keys › authorize › not claimed: refuses a key that was used for another request, because nobody has looked',
    );
    expect(names).toContain(
      'amounts › refuses an amount that its provider can not count, for good, instead of rounding it',
    );
  });
});

it('The contract of warehouses names who ignores the key, and who promises a unit twice', async () => {
  const broken = (change: (port: ReturnType<typeof warehouseWorld>['port']) => object) =>
    brokenPromises((runner) =>
      warehouseContract({
        ...runner,
        createPort: async () => {
          const world = warehouseWorld(simulated());
          return { ...world, port: { ...world.port, ...change(world.port) } };
        },
        claims: { ...claims, partial: true },
      }),
    );
  expect(await broken((port) => withEffects(port, ['release', 'confirm', 'return'], forgetful()))).toContain(
    'keys › confirm › has its effect once under one key, and gives the same answer again',
  );
  expect(await broken((port) => withEffects(port, ['reserve'], forgetful('reservationId')))).toContain(
    'keys › reserve › has its effect once when many call under one key at once',
  );
  const generous = await broken(() => ({ reserve: async () => ({ status: 'done' }) }));
  expect(generous).toContain('stock › promises a unit once, however many ask at a time');
  expect(generous).toContain('stock › sets all units aside or none, and answers `out_of_stock`');
  expect(
    await broken(() => ({ available: async () => [{ ...goods[0], available: 20, onHand: undefined }] })),
  ).toContain('stock › says how many units there are, of what was asked for alone');
});

it('The contracts of fulfilment and shipping name who makes two jobs of one key, and who hears nothing', async () => {
  const picked = (change: (method: Method) => Method) =>
    brokenPromises((runner) =>
      fulfillmentContract({
        ...runner,
        createPort: async () => {
          const world = fulfillmentWorld(simulated());
          return { ...world, port: withEffects(world.port, ['create'], change) };
        },
        claims: { ...claims, get: true },
      }),
    );
  expect(await picked(forgetful('fulfillmentId'))).toContain(
    'keys › create › has its effect once when many call under one key at once',
  );
  expect(await picked(deaf)).toContain('keys › create › does nothing when it was called off beforehand');

  const carried = (change: (method: Method) => Method) =>
    brokenPromises((runner) =>
      shippingContract({
        ...runner,
        createPort: async () => {
          const world = shippingWorld(simulated());
          const port = withEffects(world.port, ['createShipment', 'cancelShipment'], change);
          return { ...world, port: { ...port, rates: async () => [] } };
        },
        claims: { ...claims, rates: true, track: true },
      }),
    );
  const names = await carried(forgetful('shipmentId'));
  expect(names).toContain(
    'keys › createShipment › has its effect once under one key, and gives the same answer again',
  );
  expect(names).toContain('questions › says what it costs, in the currency that was asked for');
  expect(await carried(sure)).toContain(
    'keys › cancelShipment › calls an outcome unknown whose answer was lost, and then finds it',
  );
});

it('The contracts of notices name who sends twice, and who minds that a cart is gone', async () => {
  const sent = await brokenPromises((runner) =>
    notificationContract({
      ...runner,
      createPort: async () => {
        const world = notificationWorld(simulated());
        return { ...world, port: withEffects(world.port, ['send'], forgetful()) };
      },
      claims,
    }),
  );
  expect(sent).toContain('keys › send › has its effect once under one key, and gives the same answer again');

  const cleared = await brokenPromises((runner) =>
    checkoutContract({
      ...runner,
      createPort: async () => {
        const world = checkoutWorld(simulated());
        const clear: typeof world.port.clear = async (checkout, call) => {
          if (checkout.cartId === null) throw new PortError('there is no cart', { outcome: 'failed' });
          await world.port.clear(checkout, call);
        };
        return { ...world, port: { ...world.port, clear } };
      },
      claims,
    }),
  );
  expect(cleared).toEqual(['carts › has nothing against clearing what is gone, or was never there']);
});

it('The contract of risk screens names who answers one key in two ways', async () => {
  let n = 0;
  const names = await brokenPromises((runner) =>
    riskContract({
      ...runner,
      createPort: async () => ({
        ...riskWorld(simulated()),
        port: {
          screen: async (request, call) => ({
            ...(await createRiskRules().screen(request, call)),
            reference: `${n++}`,
          }),
        },
      }),
      claims,
    }),
  );
  expect(names).toContain(
    'screenings › answers the same under one key, though other orders came in meanwhile',
  );
});

describe('the contracts of ports that are only asked', () => {
  it('name a customer port that throws for whom it does not know', async () => {
    const known = createMemoryCustomers([{ customerId: 'ada', addresses: [ada] }]);
    const names = await brokenPromises((runner) =>
      customerContract({
        ...runner,
        createPort: async () => ({
          port: {
            async get(id, call) {
              const record = await known.get(id, call);
              if (record === null) throw new Error(`no customer ${id}`);
              return record;
            },
          },
          known: { customerId: 'ada', addressIds: ['home'] },
        }),
        claims: { ...atOnce, getAddresses: absent('all in one') },
      }),
    );
    expect(names).toEqual(['gives `null` for a customer whom nobody knows, whatever they are called']);
  });

  it('name a catalog that does not look at the currency, and one that never gives up', async () => {
    const products = ['MUG', 'CUP'].map((sku) => ({
      productId: sku,
      sku,
      name: sku,
      currency: 'EUR',
      unitPriceMinor: 1,
    }));
    const catalog = createMemoryCatalog(products);
    const names = await brokenPromises((runner) =>
      catalogContract({
        ...runner,
        async createPort() {
          let isSilent = false;
          return {
            port: {
              find: (skus, _currency, call) =>
                isSilent ? new Promise(() => {}) : catalog.find(skus, 'EUR', call),
            },
            known: { skus: ['MUG', 'CUP'], currency: 'EUR', otherCurrency: 'JPY' },
            hang: () => void (isSilent = true),
          };
        },
        claims: { hang: true },
      }),
    );
    expect(names).toContain('leaves out what has no price in the currency');
    expect(names).toContain('ends when it is called off while the other side is silent');
  });

  it('name a tax port that taxes lines which nobody asked for', async () => {
    const table = createTaxTable({ rates: [{ country: 'DE', name: 'USt.', ratePercent: '19' }] });
    const names = await brokenPromises((runner) =>
      taxContract({
        ...runner,
        createPort: async () => ({
          port: {
            async rates(request, call) {
              const { lines, ...answer } = await table.rates(request, call);
              return { ...answer, lines: [...lines, { lineId: 'line-0', taxes: [] }] };
            },
          },
          taxed: { sku: 'MUG', occasion: { shippingAddress: ada } },
        }),
        claims: atOnce,
      }),
    );
    expect(names).toContain('speaks of each line at most once, and of none that it was not asked for');
  });

  it('name a discount port that drops codes, and one that counts questions', async () => {
    const table = createDiscountTable({
      discounts: [
        {
          id: 'mugs',
          code: 'MUGS',
          name: 'Mugs',
          scope: 'order',
          value: { kind: 'percentage', ratePercent: '10' },
        },
      ],
    });
    let asked = 0;
    const names = await brokenPromises((runner) =>
      discountContract({
        ...runner,
        createPort: async () => ({
          port: {
            async offers(request, call) {
              asked += 1;
              const { discounts } = await table.offers(request, call);
              return { discounts: asked > 5 ? [] : discounts };
            },
          },
          good: { code: 'MUGS', sku: 'MUG' },
        }),
        claims: atOnce,
      }),
    );
    expect(names).toContain(
      'drops no code in silence: what is good for nothing is `rejected`, as it was given',
    );
    expect(names).toContain('uses nothing up by being asked, however many ask at once');
  });

  it('name an address port that finds another form each time', async () => {
    const rules = createAddressRules();
    const names = await brokenPromises((runner) =>
      addressContract({
        ...runner,
        createPort: async () => ({
          port: {
            async validate(address, call) {
              const answer = await rules.validate(address, call);
              if (answer.status === 'invalid') return answer;
              return {
                ...answer,
                address: { ...answer.address, customerAddressId: null, city: `${address.city}.` },
              };
            },
          },
          good: ada,
          bad: { ...ada, country: 'XX' },
        }),
        claims: atOnce,
      }),
    );
    expect(names).toContain('gives a good address in its usual form, which a second look leaves as it is');
    expect(names).toContain('leaves the id of the address alone, and changes nothing that it was given');
  });
});

it('The contract of buses names who loses an event in silence', async () => {
  const names = await brokenPromises((runner) =>
    eventBusContract({
      ...runner,
      createPort: async () => {
        const world = busWorld();
        return {
          ...world,
          port: { publish: (event, call) => world.port.publish(event, call).catch(() => {}) },
        };
      },
      claims: { hang: true, refuse: true },
    }),
  );
  expect(names).toEqual([
    'says so when it has not taken an event over, and takes it the next time',
    'ends when it is called off while the other side is silent',
  ]);
});

it('The contracts of time, ids and chance name clocks that throw, ids without order, and a chance of one', async () => {
  const clock = await brokenPromises((runner) =>
    clockContract({
      ...runner,
      createPort: async () => {
        const memory = createMemoryClock();
        const sleep: typeof memory.sleep = async (ms, signal) => {
          await memory.sleep(ms, signal);
          signal?.throwIfAborted();
        };
        return { port: { ...memory, sleep }, elapse: (ms) => memory.advance(ms) };
      },
    }),
  );
  expect(clock).toEqual(['sleeps as long as it is told, and no longer than its signal lets it']);
  const ids = await brokenPromises((runner) =>
    idsContract({ ...runner, createPort: async () => ({ port: { next: randomUUID } }) }),
  );
  expect(ids).toHaveLength(2);
  const one = { next: () => 1 };
  expect(
    await brokenPromises((runner) => randomContract({ ...runner, createPort: async () => ({ port: one }) })),
  ).toHaveLength(1);
});
