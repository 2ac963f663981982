import type * as z from 'zod';
import type { Axis, AxisState, OrderStatus } from '../axes.ts';
import type { EventInput, EventMeta, FactInput, RequestInput, RequestType } from '../events/index.ts';
import type { JsonObject, Order } from '../order.ts';

/** What an order is made of, as types: the base's, with what extensions add. `Orders` speaks in them. */
export interface OrderTypes {
  /** The order itself. */
  readonly order: object;
  /** Its own fields, as they stand in `order.extension`; empty: none are declared. */
  readonly fields: object;
  /** Its own fields as a creation gives them. */
  readonly fieldsGiven: unknown;
  /** Events as callers write them. */
  readonly event: { readonly type: string };
  readonly request: { readonly type: string };
  readonly requestType: string;
  readonly fact: { readonly type: string };
  readonly status: string;
  /** The data of its own commands, by type. */
  readonly commands: object;
}

/** The types of the order as this library has it, without extensions. */
export interface BaseTypes {
  readonly order: Order;
  readonly fields: EmptyFields;
  readonly fieldsGiven: JsonObject | undefined;
  readonly event: EventInput;
  readonly request: RequestInput;
  readonly requestType: RequestType;
  readonly fact: FactInput;
  readonly status: OrderStatus;
  readonly commands: EmptyFields;
}

type EmptyFields = object;

/** Payloads by the type of what carries them. */
export type Payloads = Readonly<Record<string, z.ZodObject>>;
/** No payloads: nothing of the kind is added. */
export type None = Readonly<Record<never, z.ZodObject>>;
/** A user's own fields, each with its schema. */
export type Fields = Readonly<Record<string, z.ZodType>>;

/** The path of a user's own state: the axis, the state of the base that it stands in, and its own name. */
export type OwnPath = { [A in Axis]: `${A}.${AxisState<A>}.${string}` }[Axis];

/** The own states of one axis, as its column holds them: `shipped.on_hold_for_pickup`. */
type StatesOn<S extends string, A extends Axis> = S extends `${A}.${infer Path}` ? Path : never;

/** The fields of an extension as an order has them. */
export type FieldsOf<F extends Fields> = { readonly [K in keyof F]: z.output<F[K]> };

/** An event of an extension as a caller writes it. */
export type OwnInput<P extends Payloads> = {
  [K in keyof P & string]: { readonly type: K; readonly meta?: Partial<EventMeta> } & z.input<P[K]>;
}[keyof P & string];

/** An event of an extension, complete. */
export type OwnEvent<P extends Payloads, K extends keyof P> = {
  readonly type: K;
  readonly meta: EventMeta;
} & Readonly<z.output<P[K]>>;

/** The order as an extension's own functions get it: its axes are the base's, its fields are typed. */
export type OrderWith<F extends object> = Omit<Order, 'extension'> & { readonly extension: F };

/** The types of a composed order with one more extension. */
export interface Extended<
  X extends OrderTypes,
  F extends Fields,
  R extends Payloads,
  T extends Payloads,
  C extends Payloads,
  S extends string,
> extends OrderTypes {
  readonly order: Omit<X['order'], 'axes' | 'extension'> & {
    readonly axes: {
      readonly [A in Axis]:
        | (X['order'] extends { readonly axes: { readonly [K in A]: infer V } } ? V : never)
        | StatesOn<S, A>;
    };
    readonly extension: X['fields'] & FieldsOf<F>;
  };
  readonly fields: X['fields'] & FieldsOf<F>;
  readonly fieldsGiven:
    | (GivenBefore<X> & { readonly [K in keyof F]?: z.input<F[K]> | undefined })
    | undefined;
  readonly event: X['event'] | OwnInput<R> | OwnInput<T>;
  readonly request: X['request'] | OwnInput<R>;
  readonly requestType: X['requestType'] | (keyof R & string);
  readonly fact: X['fact'] | OwnInput<T>;
  readonly status: X['status'] | StatesOn<S, 'status'>;
  readonly commands: X['commands'] & { readonly [K in keyof C]: z.output<C[K]> };
}

/** What earlier extensions take at a creation; the base alone takes any JSON, an extended order what is declared. */
type GivenBefore<X extends OrderTypes> = string extends keyof NonNullable<X['fieldsGiven']>
  ? object
  : NonNullable<X['fieldsGiven']>;
