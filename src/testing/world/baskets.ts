import { paymentTokens } from '../../adapters/memory/index.ts';
import type { TermsInput } from '../../machine/index.ts';
import type { CreateInput } from '../../runtime/index.ts';
import { archetypes } from '../walk/archetypes.ts';
import type { Chance } from './chance.ts';

/** What a customer of the simulated shop wants, and the terms that it is placed under. */
export interface Basket {
  readonly input: CreateInput;
  readonly terms: TermsInput;
  /** Whether it is submitted with its creation, or stays a draft for the time being. */
  readonly placed: boolean;
}

/** The warehouses of the simulated shop. */
export const warehouses = ['berlin', 'aachen'] as const;
/** The goods of the simulated shop. `CUP` is what is sent instead of something else. */
export const goods = ['MUG', 'POT', 'LAMP', 'CUP'] as const;

const tokens = [
  'tok_good',
  ...new Set(
    paymentTokens.flatMap(({ where }) => (typeof where?.['token'] === 'string' ? [where['token']] : [])),
  ),
];
const customers = ['ada@example.com', 'bob@example.com', 'cy@example.com'];

/** A basket of chance: one half are the kinds of order that walks begin with, one half are put together. */
export function basketOf(chance: Chance): Basket {
  const { input, terms } = chance.of(archetypes);
  const placed = !chance.is(0.15) && input.customer !== null;
  if (chance.is(0.5)) return { input: withToken(input, chance), terms, placed };
  return { input: putTogether(chance), terms: chance.is(0.5) ? terms : termsOf(chance), placed };
}

/** One that pays well half of the time. */
function tokenOf(chance: Chance): string {
  return chance.is(0.5) ? 'tok_good' : chance.of(tokens);
}

function withToken(input: CreateInput, chance: Chance): CreateInput {
  const payments = (input.payments ?? []).map((payment) =>
    payment.method === 'card' ? { ...payment, token: tokenOf(chance) } : payment,
  );
  return { ...input, payments };
}

function putTogether(chance: Chance): CreateInput {
  const skus = goods.slice(0, chance.whole(1, 3));
  const lines = skus.map((sku, index) => ({
    id: `line-${index + 1}`,
    productId: `p-${sku.toLowerCase()}`,
    sku,
    name: sku,
    quantity: chance.whole(1, 3),
    unitPriceMinor: chance.of([500, 999, 1_250, 3_333]),
    warehouseId: chance.is(0.6) ? chance.of(warehouses) : null,
  }));
  const song = { id: 'song', productId: 'p-song', sku: 'SONG', name: 'Song', kind: 'digital' as const };
  const card = () => ({ method: 'card', token: tokenOf(chance) });
  const gift = { method: 'gift_card', token: 'gift_1', amountMinor: chance.of([100, 400, 500]) };
  return {
    currency: 'EUR',
    customer: { kind: 'guest', email: chance.of(customers) },
    shippingAddress: { name: 'Ada', line1: 'Unter den Linden 1', city: 'Berlin', country: 'DE' },
    lines: chance.is(0.2) ? [...lines, { ...song, quantity: 1, unitPriceMinor: 900 }] : lines,
    payments: chance.is(0.3) ? [gift, card()] : [card()],
    ...(chance.is(0.5) ? { shipping: { amountMinor: 490, taxMinor: 93 } } : {}),
  };
}

function termsOf(chance: Chance): TermsInput {
  return {
    capturePolicy: chance.of(['before_confirmation', 'on_shipment', 'manual']),
    cancelShipped: chance.of(['never', 'with_intercept']),
    expiredAuthorization: chance.of(['reauthorize', 'hold']),
    riskScreening: chance.is(0.3),
    refundShipping: chance.of(['full_return', 'never']),
    onLostParcel: chance.of(['ask', 'reship', 'refund']),
    onReturnedToSender: chance.of(['ask', 'reship', 'refund']),
    onDamagedParcel: chance.of(['ask', 'reship', 'refund']),
    refundAllocation: chance.of(['last_first', 'first_first', 'proportional']),
    onPartialDecline: chance.of(['wait', 'void']),
    backorder: chance.of(['never', 'allow']),
    shipBackordered: chance.of(['split', 'together']),
    onShortfall: chance.of(['ask', 'wait', 'refund']),
    allocation: chance.of(['fewest_warehouses', 'by_priority']),
    onChargeback: chance.of(['hold', 'continue']),
    notifyParcelShipped: chance.is(0.3),
  };
}
