import type * as z from 'zod';
import type { Axis, OrderStatus } from '../axes.ts';
import type { EventMeta, EventOf, EventPayloadInput, FactType, RequestType } from '../events/index.ts';
import type { JsonObject, Order, Timestamp } from '../order.ts';
import type { TermPath, Verdict } from '../rules/rule.ts';
import type { Fields, FieldsOf, OrderTypes, OrderWith, OwnEvent, OwnPath, Payloads } from './order-types.ts';

/** A fact of the base that an event of an extension means as well: `pickup.collected` means that the parcel was delivered. */
export type ImpliedFact = {
  [T in Exclude<FactType, 'deadline.reached' | 'operation.unknown'>]: {
    readonly type: T;
  } & EventPayloadInput<T>;
}[Exclude<FactType, 'deadline.reached' | 'operation.unknown'>];

/** What an extension asks for and tells. */
export interface Asked<C extends string = string, P extends string = string> {
  /** Commands of its own; `ref` is what one is about. */
  readonly commands?: readonly { readonly type: C; readonly ref: string }[];
  /** Published events of its own. */
  readonly published?: readonly { readonly type: P; readonly ref: string | null }[];
}

/**
 * What an extension makes of its event. `null`: it is known already, nothing changes. An anomaly: it does not fit, and is
 * recorded for people to see; nothing else changes.
 */
export type OwnTaken<F extends object, C extends string, P extends string> =
  | (Asked<C, P> & {
      /** Its fields that change; the others stay. */
      readonly fields?: Partial<F>;
      /** What the event means to the base. Written into the ledgers in the same step. */
      readonly facts?: readonly ImpliedFact[];
    })
  | { readonly anomaly: { readonly code: string; readonly message: string } }
  | null;

/** A state of a user's own, within a state of the base. */
export interface OwnState<O, C extends string, P extends string> {
  /** When an order is in it, in one sentence: for diagrams, and for those whom `updateStatus` refuses. */
  readonly about: string;
  /** Whether an order of that base state stands here. Of several, the first that holds. */
  readonly when: (order: O) => boolean;
  /** What is asked for and told when an order comes here. @defaultValue nothing */
  readonly enter?: (order: O) => Asked<C, P>;
}

/** A moment at which an order wants to be woken. */
export interface OwnMoment {
  /** What it is about. @defaultValue the order's id */
  readonly ref?: string;
  readonly at: Timestamp;
}

/** A deadline of an extension. */
export interface OwnDeadline<O, Taken> {
  /** When the order is to be woken; `null`: not now. Asked at the end of each step. */
  readonly due: (order: O) => OwnMoment | readonly OwnMoment[] | null;
  /** What comes of it when it is reached. Were it due again at a moment that is over, it would come again at once. */
  readonly reached: (order: O, event: DeadlineEvent) => Taken;
}

/** A rule of an extension: over the order's `state`, or over the `payload` of a request. */
export type OwnRule<O, E> = {
  readonly id: string;
  /** What it is for, in one sentence. */
  readonly about: string;
  /** Every code that it can refuse with. */
  readonly codes: readonly string[];
  /** The fields of the terms that set its limit. @defaultValue none */
  readonly terms?: readonly TermPath[];
  /** See `RuleWords.version`. @defaultValue 1 */
  readonly version?: number;
} & (
  | {
      /** Decides, by the order alone. */
      readonly state: (order: O) => Verdict;
      readonly payload?: never;
    }
  | {
      /** Decides, by the order and what is asked of it. */
      readonly payload: (order: O, event: E) => Verdict;
      readonly state?: never;
    }
);

/** The event of a request, of the extension or of the base. */
type RequestOf<R extends Payloads, K> = K extends keyof R
  ? OwnEvent<R, K>
  : K extends RequestType
    ? EventOf<K>
    : never;

/** A deadline that was reached. */
export interface DeadlineEvent {
  readonly ref: string;
  readonly at: Timestamp;
  readonly meta: EventMeta;
}

/**
 * What a user adds to the order: first what there is, with its schemas, then what it does. All names are unique over the
 * base and all extensions. Functions are pure: no clock, no I/O, no chance; the time is `event.meta.receivedAt`.
 */
export interface OrderExtension<
  X extends OrderTypes,
  F extends Fields,
  R extends Payloads,
  T extends Payloads,
  C extends Payloads,
  D extends string,
  P extends string,
  S extends OwnPath,
  O = OrderWith<X['fields'] & FieldsOf<F>>,
> {
  /** For error messages, and for `checkUpgrade`. */
  readonly name: string;
  /**
   * Its fields in `order.extension`. Each has a default: orders that were there before do not have it. One that an order
   * must have to be placed is asked for by a rule on `order.submit`.
   */
  readonly fields?: F;
  /** Events that may be refused: the schema of each payload. */
  readonly requests?: R;
  /** Events that are never refused. */
  readonly facts?: T;
  /** What it asks of the outside: the schema of each command's data. Performed by `ports.commands` of `createOrders`. */
  readonly commands?: C;
  /** The axis whose region takes its events. @defaultValue 'status' */
  readonly axis?: Axis;
  /** Events whose payload may hold personal data: the journal keeps which fields were given, not what they said. @defaultValue none */
  readonly personal?: readonly (keyof R | keyof T)[];
  /** Statuses in which a request is allowed; one of the base means those within it, too. Left out: its rules decide. */
  readonly within?: { readonly [K in keyof R]?: readonly NoInfer<OrderStatus | StatusIn<S>>[] };
  /** Its states: the axis, the state of the base, and its own name: `status.shipped.on_hold_for_pickup`. */
  readonly states?: Readonly<Record<S, OwnState<O, keyof C & string, P>>>;
  /** Its published events, each with the data that it carries besides that of all events. */
  readonly published?: Readonly<Record<P, (order: O, ref: string | null) => JsonObject>>;
  /** Moments at which the order wants to be woken, and what comes of it then. */
  readonly deadlines?: Readonly<Record<D, OwnDeadline<O, OwnTaken<FieldsOf<F>, keyof C & string, P>>>>;
  /** What it makes of each of its events. */
  readonly take?: {
    readonly [K in keyof R | keyof T]: (
      order: O,
      event: K extends keyof R ? OwnEvent<R, K> : K extends keyof T ? OwnEvent<T, K> : never,
    ) => OwnTaken<FieldsOf<F>, keyof C & string, P>;
  };
  /** The data of each command, from the order as it stands at the end of the step. */
  readonly fill?: { readonly [K in keyof C]: (order: O, ref: string) => z.input<C[K]> };
  /** Rules, by the request that they are about: its own, or one of the base. */
  readonly rules?: { readonly [K in keyof R | RequestType]?: readonly OwnRule<O, RequestOf<R, K>>[] };
}

type StatusIn<S extends string> = S extends `status.${infer Path}` ? Path : never;

/** An extension without its types, as the composition reads it. */
export interface AnyExtension {
  readonly name: string;
  readonly fields?: Fields;
  readonly requests?: Payloads;
  readonly facts?: Payloads;
  readonly commands?: Payloads;
  readonly axis?: Axis;
  readonly personal?: readonly string[];
  readonly within?: Readonly<Record<string, readonly string[]>>;
  readonly states?: Readonly<Record<string, OwnState<Order, string, string>>>;
  /** The data of its published events. */
  readonly published?: Readonly<Record<string, (order: Order, ref: string | null) => JsonObject>>;
  readonly deadlines?: Readonly<Record<string, OwnDeadline<Order, OwnTaken<JsonObject, string, string>>>>;
  /** What it makes of each of its events. */
  readonly take?: Readonly<
    Record<string, (order: Order, event: never) => OwnTaken<JsonObject, string, string>>
  >;
  /** The data of each command. */
  readonly fill?: Readonly<Record<string, (order: Order, ref: string) => unknown>>;
  readonly rules?: Readonly<Record<string, readonly OwnRule<Order, never>[]>>;
}
