/** Who ordered: a registered customer by id, or a guest by email. */
export type Customer =
  | { readonly kind: 'registered'; readonly customerId: string; readonly email: string | null }
  | { readonly kind: 'guest'; readonly email: string };

/** A postal address as it was when the order was placed. */
export interface Address {
  /** The address in the customer's address book that this was copied from. */
  readonly customerAddressId: string | null;
  readonly name: string;
  readonly company: string | null;
  readonly line1: string;
  readonly line2: string | null;
  readonly city: string;
  readonly region: string | null;
  readonly postalCode: string | null;
  /** ISO 3166-1 alpha-2, in capitals. */
  readonly country: string;
  readonly phone: string | null;
}
