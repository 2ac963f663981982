import * as z from 'zod';
import { eventParts as part } from '../machine/index.ts';

/** A customer, as the shop knows them. */
export const customerRecord = z.strictObject({
  customerId: part.id,
  email: z.email().nullable().default(null),
  addresses: z.array(part.address).default([]),
});
/** A customer as an adapter writes it: what it does not know may be left out. */
export type CustomerRecord = z.input<typeof customerRecord>;

/** The shop's customers. Read before an order is loaded, never inside a transaction. */
export interface CustomerPort {
  /** The customer, or `null` if there is none with this id. */
  get(customerId: string, call: { readonly signal: AbortSignal }): Promise<CustomerRecord | null>;
}
