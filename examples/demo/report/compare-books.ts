import type { Order } from 'statecart';
import { orderBook } from 'statecart/machine';
import type { OutsideBooks } from '../outside/protocol.ts';

/** One figure as we have it, and as the outside has it. */
export interface Figure {
  readonly ours: number;
  readonly theirs: number;
}

/** An order's ledgers beside the books of provider, warehouses and carrier. */
export interface OrderBooks {
  /** Money taken, given back, and held but not taken. */
  readonly captured: Figure;
  readonly refunded: Figure;
  readonly authorized: Figure;
  /** Units that left, came back fit for sale, and are still set aside. */
  readonly shipped: Figure;
  readonly returned: Figure;
  readonly reserved: Figure;
  /** Parcels that left. */
  readonly parcels: Figure;
  readonly agree: boolean;
}

/** Compares one order with the books of the outside. */
export function compareBooks(order: Order, books: OutsideBooks): OrderBooks {
  const figures = { ...moneyOf(order, books), ...unitsOf(order, books), parcels: parcelsOf(order, books) };
  return { ...figures, agree: Object.values(figures).every(({ ours, theirs }) => ours === theirs) };
}

function moneyOf(order: Order, books: OutsideBooks) {
  const ours = orderBook(order);
  const accounts = Object.values(books.payments).filter(({ orderId }) => orderId === order.id);
  const theirs = (field: 'capturedMinor' | 'refundedMinor' | 'authorizedMinor' | 'voidedMinor') =>
    total(accounts.map((account) => account[field]));
  const expired = expiredMinor(order);
  return {
    captured: { ours: ours.capturedMinor, theirs: theirs('capturedMinor') },
    refunded: { ours: ours.refundedMinor, theirs: theirs('refundedMinor') },
    authorized: {
      ours: ours.openMinor,
      theirs: theirs('authorizedMinor') - theirs('capturedMinor') - theirs('voidedMinor') - expired,
    },
  };
}

/** What ran out of our authorizations: the provider's book has no entry for it. */
function expiredMinor(order: Order): number {
  return total(
    order.payments.flatMap(({ transactions }) => {
      const done = transactions.filter(({ state }) => state === 'succeeded');
      return done
        .filter(({ kind, expired }) => kind === 'authorization' && expired)
        .map(({ id, amountMinor }) => {
          const taken = done.filter(
            ({ kind, authorizationId }) => kind === 'capture' && authorizationId === id,
          );
          return amountMinor - total(taken.map((capture) => capture.amountMinor));
        });
    }),
  );
}

function unitsOf(order: Order, books: OutsideBooks) {
  const theirs = Object.values(books.reservations)
    .filter(({ orderId }) => orderId === order.id)
    .flatMap(({ lines }) => lines);
  return {
    shipped: { ours: bookedUnits(order, 'confirm'), theirs: total(theirs.map(({ confirmed }) => confirmed)) },
    returned: { ours: bookedUnits(order, 'return'), theirs: total(theirs.map(({ returned }) => returned)) },
    reserved: {
      ours: total(order.lines.map(({ counts }) => counts.reserved)),
      theirs: total(theirs.map(({ quantity, released, confirmed }) => quantity - released - confirmed)),
    },
  };
}

/** Units that were booked out of the warehouse, or back in, as the order's stock ledger has it. */
function bookedUnits(order: Order, kind: 'confirm' | 'return'): number {
  const operations = order.reservations
    .flatMap((reservation) => reservation.operations)
    .filter((operation) => operation.kind === kind && operation.state === 'succeeded');
  return total(operations.flatMap(({ lines }) => lines.map(({ quantity }) => quantity)));
}

function parcelsOf(order: Order, books: OutsideBooks): Figure {
  return {
    ours: order.shipments.filter(({ left }) => left).length,
    theirs: Object.values(books.parcels).filter(({ orderId, left }) => orderId === order.id && left).length,
  };
}

/** What stands in the outside's books for orders that are not ours. */
export function strangersIn(books: OutsideBooks, ids: ReadonlySet<string>): readonly string[] {
  const entries = [
    ...Object.values(books.payments).map(({ orderId, account }) => ({
      orderId,
      what: `the payment ${account}`,
    })),
    ...Object.values(books.reservations).map(({ orderId, reservationId }) => ({
      orderId,
      what: `the reservation ${reservationId}`,
    })),
    ...Object.values(books.parcels).map(({ orderId, shipmentId }) => ({
      orderId,
      what: `the parcel ${shipmentId}`,
    })),
  ];
  return entries
    .filter(({ orderId }) => !ids.has(orderId))
    .map(({ orderId, what }) => `the outside has ${what} for order ${orderId}, which is not here`);
}

function total(amounts: readonly number[]): number {
  return amounts.reduce((sum, amount) => sum + amount, 0);
}
