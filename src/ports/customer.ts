import * as z from 'zod';
import { eventParts as part } from '../machine/index.ts';

/** The ways in which a customer can be told something. */
export const channels = ['email', 'sms', 'push'] as const;

/** What a customer wants. */
export const customerPreferences = z.strictObject({
  /** A language tag of BCP 47, such as `de-AT`; `null`: unknown. */
  locale: part.id.nullable().default(null),
  /** The channels that may be used; `null`: unknown, so none is ruled out. */
  channels: z.array(z.enum(channels)).nullable().default(null),
});

/** What a customer wants, complete. */
export type CustomerPreferences = z.output<typeof customerPreferences>;

/** A customer, as the shop knows them. */
export const customerRecord = z.strictObject({
  customerId: part.id,
  email: z.email().nullable().default(null),
  /** The address book; each has its `customerAddressId`. May be empty where the port has `getAddresses`. */
  addresses: z.array(part.address).default([]),
  preferences: customerPreferences.prefault({}),
});
/** A customer as an adapter writes it: what it does not know may be left out. */
export type CustomerRecord = z.input<typeof customerRecord>;
/** An address of a customer's address book, as an adapter writes it. */
export type CustomerAddress = z.input<typeof part.address>;

/** The shop's customers. Read before an order is loaded, or before something is sent; never inside a transaction. */
export interface CustomerPort {
  /** The customer, or `null` if there is none with this id. */
  get(customerId: string, call: { readonly signal: AbortSignal }): Promise<CustomerRecord | null>;
  /** The customer's address book, for services that keep it apart. Left out: it stands in what `get` gives. */
  getAddresses?(
    customerId: string,
    call: { readonly signal: AbortSignal },
  ): Promise<readonly CustomerAddress[]>;
}
