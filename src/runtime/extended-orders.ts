import type { Order, OrderTypes } from '../machine/index.ts';
import type { CommandPort } from '../ports/index.ts';
import type { SendResult } from './attempt.ts';
import type { CreateInput } from './create-input.ts';
import type { CreateOptions, PreparedOrder } from './creation.ts';
import type { InboundEvent } from './inbound/cloud-event.ts';
import type { JoinedOrders } from './joined.ts';
import type { OrderPorts } from './options.ts';
import type { Orders } from './orders.ts';
import type { Explanation, ListPage } from './reads.ts';
import type { SendOptions } from './send-options.ts';
import type { WaitOptions } from './wait-for.ts';

/** What a method gives, in the types of a composed order. */
type Typed<Method, X extends OrderTypes> = Method extends (...args: infer Given) => Promise<Order>
  ? (...args: Given) => Promise<X['order']>
  : Method extends (...args: infer Given) => Promise<readonly Order[]>
    ? (...args: Given) => Promise<readonly X['order'][]>
    : Method;

/** What an extended order is made of, as a caller gives it. */
export type ExtendedInput<X extends OrderTypes> = Omit<CreateInput, 'extension'> & {
  /** The shop's own fields. What is left out has its default. */
  readonly extension?: X['fieldsGiven'];
};

/** What became of an event of an extended order. */
export type ExtendedResult<X extends OrderTypes> =
  | (Omit<Extract<SendResult, { readonly ok: true }>, 'order'> & { readonly order: X['order'] })
  | Extract<SendResult, { readonly ok: false }>;

/** The methods that take what only an extended order has. */
interface OwnMethods<X extends OrderTypes> {
  createDraft(input: ExtendedInput<X>, options?: CreateOptions): Promise<X['order']>;
  send(orderId: string, event: X['event'], options?: SendOptions): Promise<X['order']>;
  trySend(orderId: string, event: X['event'], options?: SendOptions): Promise<ExtendedResult<X>>;
}

/** {@link Orders} of a composed order: its events may be sent, and orders have its statuses and fields. */
export type ExtendedOrders<X extends OrderTypes, Transaction = unknown> = {
  readonly [K in Exclude<keyof Orders<Transaction>, keyof Instead<X, Transaction>>]: Typed<
    Orders<Transaction>[K],
    X
  >;
} & Instead<X, Transaction>;

interface Instead<X extends OrderTypes, Transaction> extends OwnMethods<X> {
  create(input: ExtendedInput<X>, options?: CreateOptions): Promise<X['order']>;
  prepare(input: ExtendedInput<X>): Promise<PreparedOrder>;
  explain(orderId: string, request: X['requestType'] | X['request']): Promise<Explanation>;
  allowedEvents(orderId: string): Promise<readonly X['requestType'][]>;
  updateStatus(orderId: string, target: X['status'], options?: SendOptions): Promise<X['order']>;
  list(page?: Omit<ListPage, 'status'> & { readonly status?: X['status'] }): Promise<readonly X['order'][]>;
  waitFor(
    orderId: string,
    predicate: (order: X['order']) => boolean,
    options?: WaitOptions,
  ): Promise<X['order']>;
  join(transaction: Transaction): ExtendedJoinedOrders<X>;
}

/** {@link JoinedOrders} of a composed order. */
export type ExtendedJoinedOrders<X extends OrderTypes> = {
  readonly [K in Exclude<keyof JoinedOrders, keyof JoinedInstead<X>>]: Typed<JoinedOrders[K], X>;
} & JoinedInstead<X>;

interface JoinedInstead<X extends OrderTypes> extends OwnMethods<X> {
  create(input: ExtendedInput<X> | PreparedOrder, options?: CreateOptions): Promise<X['order']>;
}

/** The ports of a composed order: those of the base, and one for each command of an extension. */
export type ExtendedPorts<X extends OrderTypes> = Omit<OrderPorts, 'commands'> &
  CommandPortsOf<X['commands'], X['fact']>;

type CommandPortsOf<C extends object, Fact extends { readonly type: string }> = keyof C extends never
  ? object
  : { readonly commands: { readonly [K in keyof C]: CommandPort<C[K], Fact> } };

/** Handlers of messages, which may mean a fact of an extension. */
export type ExtendedHandlers<X extends OrderTypes> = Readonly<
  Record<string, (event: InboundEvent) => { readonly orderRef?: string; readonly fact: X['fact'] } | null>
>;
