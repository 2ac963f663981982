import type { Problem } from '../../errors/index.ts';
import type { Address, EventPayload } from '../../machine/index.ts';
import { addressAnswer } from '../../ports/index.ts';
import { ask } from '../call.ts';
import type { Context } from '../context.ts';
import { defaultTimeoutMs } from '../options.ts';
import { type AskedCustomer, askAddressBook } from './customer.ts';

/** An address as a caller gives it: written out, or named. */
export type AddressGiven = NonNullable<EventPayload<'draft.edit'>['shippingAddress']>;

/** The addresses that a caller gives; what is left out stays. */
export interface AddressesGiven {
  readonly shippingAddress?: AddressGiven | null | undefined;
  readonly billingAddress?: AddressGiven | null | undefined;
}

/** What became of the addresses. */
export interface CheckedAddresses<Given extends AddressesGiven> {
  /** What was given, looked up and in its usual form where that could be done. */
  readonly given: Given;
  /** Whether anything is otherwise than it was given. */
  readonly changed: boolean;
  readonly problems: readonly Problem[];
}

const fields = ['shippingAddress', 'billingAddress'] as const;

/** Whether an address is written out. */
export function isWrittenOut(address: AddressGiven | null | undefined): address is Address {
  return address !== undefined && address !== null && 'line1' in address;
}

/**
 * Looks up addresses that are only named in the customer's address book, and has all of them looked at by the address
 * port. One that can't be looked up, because nobody could be asked, stays as it is. All problems are listed.
 */
export async function checkAddresses<Given extends AddressesGiven>(
  context: Context,
  { record }: AskedCustomer,
  given: Given,
): Promise<CheckedAddresses<Given>> {
  const named = fields.some((field) => given[field] && !isWrittenOut(given[field]));
  const book = named && record !== null ? await askAddressBook(context, record) : null;
  const checked = await Promise.all(
    fields.map(async (field) => {
      const address = given[field];
      if (address === undefined || address === null) return { field, address, problems: [] };
      const { found, problems } = lookUp(field, address, book);
      if (!isWrittenOut(found)) return { field, address: found, problems };
      return { field, ...(await validate(context, field, found)) };
    }),
  );
  const changes = checked.filter(({ field, address }) => !isSame(address, given[field]));
  return {
    given: { ...given, ...Object.fromEntries(changes.map(({ field, address }) => [field, address])) },
    changed: changes.length > 0,
    problems: checked.flatMap(({ problems }) => problems),
  };
}

function lookUp(
  field: string,
  address: AddressGiven,
  book: readonly Address[] | null,
): { readonly found: AddressGiven; readonly problems: readonly Problem[] } {
  if (isWrittenOut(address) || book === null) return { found: address, problems: [] };
  const id = address.customerAddressId;
  const found = book.find(({ customerAddressId }) => customerAddressId === id);
  if (found !== undefined) return { found, problems: [] };
  const message = `the customer has no address ${id}; write the address out, or name one of the address book`;
  const path = `${field}.customerAddressId`;
  return { found: address, problems: [{ path, code: 'address_not_found', message }] };
}

async function validate(
  context: Context,
  field: string,
  address: Address,
): Promise<{ readonly address: Address; readonly problems: readonly Problem[] }> {
  const port = context.ports.address;
  if (port === undefined) return { address, problems: [] };
  const answer = await ask(context.clock, {
    what: 'address.validate',
    timeoutMs: defaultTimeoutMs,
    run: async (signal) => addressAnswer.parse(await port.validate({ ...address }, { signal })),
  });
  if (answer.status === 'valid') {
    return { address: { ...answer.address, customerAddressId: address.customerAddressId }, problems: [] };
  }
  return {
    address,
    problems: answer.problems.map(({ field: part, code, message }) => ({
      path: `${field}.${part}`,
      code,
      message,
    })),
  };
}

function isSame(one: AddressGiven | null | undefined, other: AddressGiven | null | undefined): boolean {
  if (!isWrittenOut(one) || !isWrittenOut(other)) return one === other;
  return (Object.keys(one) as (keyof Address)[]).every((field) => one[field] === other[field]);
}
