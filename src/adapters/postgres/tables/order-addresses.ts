import type { Address, Order } from '../../../machine/index.ts';
import { ledgerTable } from './ledger-table.ts';
import type { RowOf } from './table.ts';

const columns = {
  type: 'text',
  customer_address_id: 'text?',
  name: 'text',
  company: 'text?',
  line1: 'text',
  line2: 'text?',
  city: 'text',
  region: 'text?',
  postal_code: 'text?',
  country: 'text',
  phone: 'text?',
} as const;
type AddressRow = RowOf<typeof columns>;

const types = ['shipping', 'billing'] as const;

/** The addresses as they were when the order was placed. */
export const orderAddresses = ledgerTable(
  'order_addresses',
  'type',
  columns,
  (order) => order.addresses,
  (order) =>
    types.flatMap((type) => {
      const address = order.addresses[type];
      return address === null ? [] : [addressRowOf(type, address)];
    }),
);

function addressRowOf(type: string, address: Address): AddressRow {
  return {
    type,
    customer_address_id: address.customerAddressId,
    name: address.name,
    company: address.company,
    line1: address.line1,
    line2: address.line2,
    city: address.city,
    region: address.region,
    postal_code: address.postalCode,
    country: address.country,
    phone: address.phone,
  };
}

/** The addresses of an order's rows. */
export function addressesOf(rows: readonly AddressRow[]): Order['addresses'] {
  const of = (type: string): Address | null => {
    const row = rows.find((one) => one.type === type);
    return row === undefined ? null : addressOf(row);
  };
  return { shipping: of('shipping'), billing: of('billing') };
}

function addressOf(row: AddressRow): Address {
  return {
    customerAddressId: row.customer_address_id,
    name: row.name,
    company: row.company,
    line1: row.line1,
    line2: row.line2,
    city: row.city,
    region: row.region,
    postalCode: row.postal_code,
    country: row.country,
    phone: row.phone,
  };
}
