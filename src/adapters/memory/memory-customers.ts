import { parseAs } from '../../machine/index.ts';
import { type CustomerPort, type CustomerRecord, customerRecord } from '../../ports/index.ts';
import { isolate } from './isolate.ts';

/** Customers in memory. */
export interface MemoryCustomers extends Required<CustomerPort> {
  /** Adds a customer, or replaces the one with this id. @throws OrderError `VALIDATION_FAILED`. */
  set(customer: CustomerRecord): void;
  /** Forgets a customer. */
  remove(customerId: string): void;
}

/**
 * Makes a customer service in memory.
 *
 * @throws OrderError `VALIDATION_FAILED` for a record that is not valid.
 * @example
 * import { createMemoryCustomers } from 'statecart/adapters/memory';
 * const customers = createMemoryCustomers([{ customerId: 'c-1', email: 'ada@example.com' }]);
 */
export function createMemoryCustomers(records: readonly CustomerRecord[] = []): MemoryCustomers {
  const known = new Map<string, CustomerRecord>();
  const set = (customer: CustomerRecord) => {
    const record = isolate(parseAs(customerRecord, customer, 'the customer'));
    known.set(record.customerId, record);
  };
  for (const record of records) set(record);
  return {
    set,
    remove: (customerId) => void known.delete(customerId),
    async get(customerId) {
      return known.get(customerId) ?? null;
    },
    async getAddresses(customerId) {
      return known.get(customerId)?.addresses ?? [];
    },
  };
}
