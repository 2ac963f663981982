import * as z from 'zod';
import type { Problem } from '../../errors/index.ts';
import type { Customer } from '../../machine/index.ts';
import { customerRecord } from '../../ports/index.ts';
import { ask } from '../call.ts';
import type { Context } from '../context.ts';
import { defaultTimeoutMs } from '../options.ts';

type Found = z.output<typeof customerRecord>;

/** What the shop knows of a customer. */
export interface AskedCustomer {
  /** `null`: a guest, nobody, or nobody was asked. */
  readonly record: Found | null;
  readonly problems: readonly Problem[];
}

/** Asks for the customer: a registered one must exist. Guests, and shops without a customer port, pass. */
export async function askCustomer(context: Context, customer: Customer | null): Promise<AskedCustomer> {
  const port = context.ports.customer;
  if (port === undefined || customer?.kind !== 'registered') return { record: null, problems: [] };
  const { customerId } = customer;
  const record = await ask(context.clock, {
    what: 'customer.get',
    timeoutMs: defaultTimeoutMs,
    run: async (signal) => {
      const answer = await port.get(customerId, { signal });
      return answer === null ? null : customerRecord.parse(answer);
    },
  });
  if (record !== null) return { record, problems: [] };
  const message = `there is no customer ${customerId}; register them first, or order as a guest`;
  return { record, problems: [{ path: 'customer.customerId', code: 'customer_not_found', message }] };
}

/** The customer's address book. */
export async function askAddressBook(
  context: Context,
  { customerId, addresses }: Found,
): Promise<Found['addresses']> {
  const { customer } = context.ports;
  const getAddresses = customer?.getAddresses?.bind(customer);
  if (getAddresses === undefined) return addresses;
  return ask(context.clock, {
    what: 'customer.getAddresses',
    timeoutMs: defaultTimeoutMs,
    run: async (signal) =>
      z
        .array(customerRecord.shape.addresses.unwrap().element)
        .parse(await getAddresses(customerId, { signal })),
  });
}
