/**
 * What examples may use without saying where it comes from: what a reader has of their own. A block that declares one of
 * these itself means its own.
 */
import type { CreateInput, Order, OrderPorts, OrderStore, Orders, PreparedOrder } from 'statecart';
import type { PostgresTransaction, Queryable } from 'statecart/adapters/postgres';

declare global {
  const store: OrderStore<PostgresTransaction>;
  const ports: OrderPorts;
  const payment: OrderPorts['payment'];
  const warehouse: OrderPorts['warehouse'];
  const fulfillment: OrderPorts['fulfillment'];
  const shipping: OrderPorts['shipping'];
  const orders: Orders<PostgresTransaction>;
  /** An order's id. */
  const id: string;
  const order: Order;
  const input: CreateInput;
  const prepared: PreparedOrder;
  /** What the reader's clients may ask for, out of a request's body. */
  const readOrderRequest: (body: unknown) => CreateInput;
  /** A database client, after BEGIN. */
  const client: Queryable;
  const basketId: string;
  /** An order store that the reader wrote. */
  const createMyStore: () => OrderStore;
}
