import type { Order, Terms } from '../../../machine/index.ts';
import type { LedgerTable } from './ledger-table.ts';
import { addressesOf, orderAddresses } from './order-addresses.ts';
import { type ChargebackRow, chargebackOf, orderChargebacks } from './order-chargebacks.ts';
import { fulfillmentOf, orderFulfillments } from './order-fulfillments.ts';
import { holdOf, orderHolds } from './order-holds.ts';
import { lineOf, orderItems } from './order-items.ts';
import { lineCancellationOf, orderLineCancellations } from './order-line-cancellations.ts';
import {
  orderPaymentTransactions,
  type TransactionRow,
  transactionOf,
} from './order-payment-transactions.ts';
import { orderPayments, type PaymentRow, paymentOf } from './order-payments.ts';
import { agreedRefundOf, orderRefunds } from './order-refunds.ts';
import { orderReservations, reservationOf } from './order-reservations.ts';
import { orderReturns, returnOf } from './order-returns.ts';
import { orderScreenings, screeningOf } from './order-screenings.ts';
import { orderShipments, shipmentOf } from './order-shipments.ts';
import { orderShortfalls, shortfallOf } from './order-shortfalls.ts';
import { type OrderRow, orderHeadOf, orders } from './orders.ts';
import { assertReadable } from './readable.ts';
import type { Row } from './table.ts';

/** The tables with rows of an order, what is referred to before what refers to it. */
export const ledgerTables: readonly LedgerTable[] = [
  orderItems,
  orderAddresses,
  orderPayments,
  orderPaymentTransactions,
  orderChargebacks,
  orderRefunds,
  orderReservations,
  orderShortfalls,
  orderFulfillments,
  orderShipments,
  orderReturns,
  orderScreenings,
  orderHolds,
  orderLineCancellations,
];

/** All rows of one order, and the ids of its commands that nobody has claimed. */
export interface OrderRows {
  readonly order: OrderRow;
  readonly terms: Terms;
  readonly untried: readonly string[];
  /** By table, in the order of their positions. */
  readonly ledgers: { readonly [table: string]: readonly never[] };
}

/** The order that its rows are. @throws OrderError `INVARIANT_VIOLATED` for rows that can't be. */
export function orderOf({ order, terms, ledgers }: OrderRows): Order {
  assertReadable(orders, order, order.id);
  for (const table of ledgerTables)
    for (const row of ledgers[table.name] as readonly Row[]) assertReadable(table, row, order.id);
  const rows = ({ name }: LedgerTable): readonly never[] => ledgers[name]!;
  const transactions: readonly TransactionRow[] = rows(orderPaymentTransactions);
  const payments: readonly PaymentRow[] = rows(orderPayments);
  const chargebacks: readonly ChargebackRow[] = rows(orderChargebacks);
  const [screening] = rows(orderScreenings);
  return {
    ...orderHeadOf(order),
    terms,
    lines: rows(orderItems).map(lineOf),
    addresses: addressesOf(rows(orderAddresses)),
    payments: payments.map((payment) =>
      paymentOf(
        payment,
        transactions.filter(({ payment_id: id }) => id === payment.id).map(transactionOf),
        chargebacks.filter(({ payment_id: id }) => id === payment.id).map(chargebackOf),
      ),
    ),
    refunds: rows(orderRefunds).map(agreedRefundOf),
    reservations: rows(orderReservations).map(reservationOf),
    shortfalls: rows(orderShortfalls).map(shortfallOf),
    fulfillments: rows(orderFulfillments).map(fulfillmentOf),
    shipments: rows(orderShipments).map(shipmentOf),
    returns: rows(orderReturns).map(returnOf),
    screening: screening === undefined ? null : screeningOf(screening),
    holds: rows(orderHolds).map(holdOf),
    lineCancellations: rows(orderLineCancellations).map(lineCancellationOf),
  };
}
