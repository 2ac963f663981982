import type { z } from 'zod';
import type { fileSchema } from '../../examples/demo/file/file-schema.ts';

type ShopInput = z.input<typeof fileSchema>;
type OrderInput = ShopInput['orders'][number];

/** What a process claims of one command before it gives up, in these tests. */
export const maxAttempts = 6;

const stocked = 100_000;
const line = (sku: string, quantity: number, unitPriceMinor: number) => ({
  sku,
  name: sku.toLowerCase(),
  quantity,
  unitPriceMinor,
});
const common = {
  placed: '0s',
  currency: 'EUR',
  customer: { kind: 'guest' as const, email: 'ada@example.com' },
  shippingAddress: { name: 'Ada', line1: 'Unter den Linden 1', city: 'Berlin', country: 'DE' },
  payments: [{ method: 'card', token: 'tok_visa' }],
};

/** What happens to an order, and the status that it comes to. */
export interface Life {
  readonly name: string;
  readonly end: string;
  readonly order: Omit<OrderInput, 'key' | 'title'>;
}

/** The lives that are led while processes die: every kind of call, and of compensation. */
export const lives: readonly Life[] = [
  {
    name: 'kept',
    end: 'delivered',
    // The customer is not reached, so often that one message at least becomes a dead letter; that holds nothing up.
    order: {
      ...common,
      lines: [line('MUG', 2, 1_250)],
      outside: { notification: [{ do: 'fail_before', times: 3 * maxAttempts }] },
    },
  },
  {
    name: 'called-off',
    end: 'cancelled',
    order: {
      ...common,
      lines: [line('LAMP', 1, 9_900)],
      terms: { capturePolicy: 'on_shipment' },
      // oxlint-disable-next-line unicorn/no-thenable -- a list, as the shop's file has it; no function
      then: [{ after: '40m', do: 'order.cancel', reason: 'changed_mind' }],
    },
  },
  {
    name: 'sent-back',
    end: 'refunded',
    order: {
      ...common,
      lines: [line('RUG', 1, 32_900), line('CANDLE', 3, 1_850)],
      terms: { capturePolicy: 'on_shipment' },
      // oxlint-disable-next-line unicorn/no-thenable -- a list, as the shop's file has it; no function
      then: [
        { after: '4d', do: 'return.request', reason: 'does not fit' },
        { after: '6d', do: 'outside.return' },
      ],
    },
  },
  {
    name: 'ordered-twice',
    end: 'refunded',
    order: {
      ...common,
      lines: [line('TEAPOT', 1, 4_200)],
      // oxlint-disable-next-line unicorn/no-thenable -- a list, as the shop's file has it; no function
      then: [{ after: '40m', do: 'order.cancel', reason: 'ordered_twice' }],
    },
  },
];

/** A shop whose orders lead lives. `keys`: the name of the life by the key of the order. */
export function shopOf(keys: ReadonlyMap<string, string>): ShopInput {
  const orders = [...keys].map(([key, name]) => ({ ...lifeOf(name).order, key, title: key }));
  return {
    shop: {
      name: 'A shop under fire',
      opens: '2026-03-02T08:00:00Z',
      stock: { berlin: { MUG: stocked, LAMP: stocked, RUG: stocked, CANDLE: stocked, TEAPOT: stocked } },
    },
    orders,
  };
}

/** The life of a name. */
export function lifeOf(name: string): Life {
  const life = lives.find((one) => one.name === name);
  if (life === undefined) throw new Error(`nobody leads the life "${name}"`);
  return life;
}
