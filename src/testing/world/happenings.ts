import type { MemoryWorld } from '../../adapters/memory/index.ts';
import { type Order, outstandingMinor } from '../../machine/index.ts';
import { goods, warehouses } from './baskets.ts';
import { chanceOf } from './chance.ts';
import type { Happening } from './command.ts';

/** Makes something happen outside, to an order or to the shelves, if it can. Returns what it was; `null`: it could not. */
export async function happen(
  world: MemoryWorld,
  what: Happening,
  order: Order | undefined,
  pick: number,
): Promise<string | null> {
  const chance = chanceOf(pick);
  if (what === 'restock') {
    const delivery = {
      warehouseId: chance.of(warehouses),
      sku: chance.of(goods),
      quantity: chance.whole(1, 3),
    };
    await world.warehouse.restock(delivery);
    return `${delivery.quantity} of ${delivery.sku} come in at ${delivery.warehouseId}`;
  }
  if (order === undefined) return null;
  switch (what) {
    case 'lose': {
      const held = order.reservations.filter(({ id }) => id in world.warehouse.book().reservations);
      // What is in a parcel already is not missed on a shelf.
      const picked = Object.values(world.fulfillment.book().fulfillments);
      const isPacked = picked.some(({ orderId, packed }) => orderId === order.id && packed > 0);
      if (held.length === 0 || isPacked) return null;
      const reservationId = chance.of(held).id;
      await world.warehouse.lose({ reservationId, quantity: 1 });
      return `units of ${reservationId} can't be found`;
    }
    case 'pay': {
      const amountMinor = outstandingMinor(order);
      if (order.axes.status === 'draft' || amountMinor === 0) return null;
      const { id: orderId, currency } = order;
      const captured = chance.is(0.7);
      return `paid elsewhere: ${await world.payments.payElsewhere({ orderId, currency, amountMinor, captured })}`;
    }
    case 'dispute': {
      const accounts = accountsOf(world, order).filter(
        (row) => row.capturedMinor > row.refundedMinor + row.chargedBackMinor,
      );
      if (accounts.length === 0) return null;
      const { account, capturedMinor, refundedMinor, chargedBackMinor } = chance.of(accounts);
      const most = capturedMinor - refundedMinor - chargedBackMinor;
      const amountMinor = chance.is(0.5) ? most : chance.whole(1, most);
      return `disputed: ${await world.payments.openChargeback({ paymentId: account, amountMinor })}`;
    }
    case 'decide': {
      const open = Object.values(world.payments.book().disputes).filter(
        ({ orderId, state }) => orderId === order.id && state === 'open',
      );
      if (open.length === 0) return null;
      const { reference } = chance.of(open);
      const state = chance.of(['won', 'lost'] as const);
      await world.payments.closeChargeback(reference, state);
      return `${reference} is ${state}`;
    }
    case 'confirm': {
      const waiting = order.payments.filter(({ transactions }) =>
        transactions.some(({ nextAction }) => nextAction !== null),
      );
      if (waiting.length === 0) return null;
      const { id } = chance.of(waiting);
      const outcome = chance.is(0.7) ? 'succeed' : 'decline';
      try {
        await world.payments.completeAction(id, { outcome });
      } catch {
        return null;
      }
      return `the customer confirms ${id}: ${outcome}`;
    }
    case 'receive': {
      const open = order.returns.filter(({ state }) => state === 'requested');
      if (open.length === 0) return null;
      const { id: returnId, lines } = chance.of(open);
      const received = lines.map((line) => {
        const quantity = line.quantity - line.received;
        return { lineId: line.lineId, received: quantity, sellable: chance.whole(0, quantity) };
      });
      await world.report({
        source: 'returns',
        type: 'return.received',
        orderId: order.id,
        data: { returnId, lines: received.filter((line) => line.received > 0) },
      });
      return `${returnId} is received`;
    }
  }
}

/** What the provider's book has of an order. */
function accountsOf(world: MemoryWorld, order: Order) {
  return Object.values(world.payments.book().accounts).filter(({ orderId }) => orderId === order.id);
}
