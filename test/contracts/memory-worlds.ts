import {
  createMemoryClock,
  createMemoryWorld,
  type MemoryWorld,
  type Script,
} from 'statecart/adapters/memory';
import type {
  CheckoutUnderTest,
  FulfillmentUnderTest,
  KeyedPortUnderTest,
  NotificationUnderTest,
  PaymentUnderTest,
  RiskUnderTest,
  ShippingUnderTest,
  WarehouseUnderTest,
} from 'statecart/testing';

/** Goods that each test has. */
export const goods = [
  { warehouseId: 'berlin', sku: 'MUG', onHand: 20 },
  { warehouseId: 'berlin', sku: 'CUP', onHand: 20 },
] as const;

/** How long the parties' `find` may be blind in these tests: long enough that real time does not get there. */
export const settleMs = 60_000;

/** The ports of a simulated outside, by the names that contracts have for them. Over a wire, they are others. */
export type Ports = Pick<
  MemoryWorld['ports'],
  'payment' | 'warehouse' | 'fulfillment' | 'shipping' | 'notification' | 'checkout' | 'risk'
>;

/** A simulated outside, as the contracts of its ports want it. `portsOf`: how it is reached. */
export function simulated(portsOf: (world: MemoryWorld) => Ports = ({ ports }) => ports) {
  const clock = createMemoryClock();
  const blind = { settleMs };
  const world = createMemoryWorld({
    clock,
    stock: goods,
    autopilot: false,
    payments: blind,
    warehouse: blind,
    fulfillment: blind,
    shipping: blind,
  });
  const ports = portsOf(world);
  const party = (
    script: Script,
    refusal: 'decline' | 'reject' | null,
  ): Omit<KeyedPortUnderTest<unknown>, 'port'> => ({
    elapse: (ms) => clock.advance(ms),
    provoke: {
      ...(refusal === null ? {} : { decline: (method: string) => script.next(refusal, { method }) }),
      hang: (method) => script.next('delay', { method, ms: 86_400_000 }),
      loseAnswer: (method) => script.next('lose_answer', { method }),
      failBefore: (method) => script.next('fail_before', { method }),
    },
  });
  return { world, clock, ports, party };
}

type Simulated = ReturnType<typeof simulated>;

export const paymentWorld = ({ world, ports, party }: Simulated): PaymentUnderTest => ({
  ...party(world.payments.script, 'decline'),
  port: ports.payment,
  book(paymentId) {
    const none = { authorizedMinor: 0, capturedMinor: 0, voidedMinor: 0, refundedMinor: 0 };
    return world.payments.book().accounts[paymentId] ?? none;
  },
  pending: { token: 'tok_pending' },
  actionRequired: { token: 'tok_action_required' },
});

export const warehouseWorld = ({ world, ports, party }: Simulated): WarehouseUnderTest => ({
  ...party(world.warehouse.script, 'reject'),
  port: ports.warehouse,
  goods,
  book: (warehouseId, sku) => world.warehouse.level(warehouseId, sku),
});

export const fulfillmentWorld = ({ world, ports, party }: Simulated): FulfillmentUnderTest => ({
  ...party(world.fulfillment.script, 'reject'),
  port: ports.fulfillment,
  goods: goods[0],
  book: (orderId) =>
    Object.values(world.fulfillment.book().fulfillments)
      .filter((row) => row.orderId === orderId)
      .map(({ stage }) => ({ isCancelled: stage === 'cancelled' })),
});

export const shippingWorld = ({ world, ports, party }: Simulated): ShippingUnderTest => ({
  ...party(world.shipping.script, 'reject'),
  port: ports.shipping,
  book: (orderId) =>
    Object.values(world.shipping.book().parcels)
      .filter((row) => row.orderId === orderId)
      .map(({ stage }) => ({ isCancelled: stage === 'cancelled' })),
});

export const notificationWorld = ({ world, ports, party }: Simulated): NotificationUnderTest => ({
  ...party(world.notifications.script, null),
  port: ports.notification,
  book: (orderId) => world.notifications.book().sent.filter((sent) => sent.orderId === orderId).length,
});

export const checkoutWorld = ({ world, ports, party }: Simulated): CheckoutUnderTest => ({
  ...party(world.checkout.script, null),
  port: ports.checkout,
  book: (cartId) => world.checkout.book().carts.includes(cartId),
});

export const riskWorld = ({ world, ports, party }: Simulated): RiskUnderTest => ({
  ...party(world.risk.script, 'reject'),
  port: ports.risk,
  book: (orderId) =>
    Object.values(world.risk.book().calls).filter(({ request }) => request.orderId === orderId).length,
});
