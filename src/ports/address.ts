import * as z from 'zod';
import { eventParts as part } from '../machine/index.ts';

/** The fields of an address that something can be wrong with. */
export const addressFields = [
  'name',
  'company',
  'line1',
  'line2',
  'city',
  'region',
  'postalCode',
  'country',
  'phone',
] as const;

/** What came of looking at an address. */
export const addressAnswer = z.discriminatedUnion('status', [
  /** As it is to be used: trimmed, cased, with its codes in their usual form. */
  z.strictObject({ status: z.literal('valid'), address: part.address }),
  z.strictObject({
    status: z.literal('invalid'),
    problems: z
      .array(z.strictObject({ field: z.enum(addressFields), code: part.id, message: part.words }))
      .min(1)
      .max(50),
  }),
]);

/** An address as it is looked at. */
export const addressRequest = part.address;

/** An address to be looked at. */
export type AddressRequest = z.output<typeof addressRequest>;
/** What came of it. */
export type AddressAnswer = z.input<typeof addressAnswer>;

/**
 * Looks at addresses before an order sees them. Read before an order is loaded, never inside a transaction.
 * `statecart/adapters/rules` has one that needs no network.
 */
export interface AddressPort {
  /**
   * The address in its usual form, or everything that is wrong with it. Looking at what it has answered gives the same
   * again. `customerAddressId` stays as it is.
   */
  validate(address: AddressRequest, call: { readonly signal: AbortSignal }): Promise<AddressAnswer>;
}
