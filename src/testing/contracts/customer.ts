import assert from 'node:assert/strict';
import * as z from 'zod';
import { eventParts as part } from '../../machine/index.ts';
import { type CustomerPort, customerRecord } from '../../ports/index.ts';
import type { Absent } from './order-store/harness.ts';
import { type AskedClaims, type AskedPortUnderTest, givingUpContract } from './port/asked.ts';
import { answerOf, newId, notClaimed, type PortContractOptions, portScenario } from './port/harness.ts';
import { strangeStrings } from './port/strings.ts';

/** A customer adapter under test. */
export interface CustomerUnderTest extends AskedPortUnderTest<CustomerPort> {
  /** A customer that there is, and the ids of their addresses. */
  readonly known: { readonly customerId: string; readonly addressIds: readonly string[] };
}

/** What {@link customerContract} needs. `getAddresses`: the address book is kept apart. */
export interface CustomerContractOptions extends PortContractOptions<CustomerUnderTest> {
  readonly claims: AskedClaims & { readonly getAddresses: true | Absent };
}

/** The contract of a `CustomerPort` as tests, for any runner with `describe` and `it`. */
export function customerContract(options: CustomerContractOptions): void {
  const scenario = portScenario(options);
  const { claims } = options;
  const call = () => ({ signal: new AbortController().signal });

  scenario('gives the customer who was asked for', async ({ port, known }) => {
    const record = answerOf(customerRecord, await port.get(known.customerId, call()));
    assert.equal(record.customerId, known.customerId);
    assert.deepEqual(await port.get(known.customerId, call()), await port.get(known.customerId, call()));
  });

  scenario('gives `null` for a customer whom nobody knows, whatever they are called', async ({ port }) => {
    for (const id of [newId(), ...strangeStrings])
      assert.equal(await port.get(id, call()), null, `for ${id}`);
  });

  scenario('gives every address of the customer, each with its id', async ({ port, known }) => {
    const { addresses } = answerOf(customerRecord, await port.get(known.customerId, call()));
    const apart = (await port.getAddresses?.(known.customerId, call())) ?? addresses;
    const ids = answerOf(z.array(part.address), apart).map(({ customerAddressId }) => customerAddressId);
    assert.deepEqual(new Set(ids), new Set(known.addressIds));
    assert.equal(ids.length, known.addressIds.length, 'how many addresses there are');
  });

  notClaimed(scenario, '`getAddresses`', claims.getAddresses, ({ port }) => port.getAddresses !== undefined);
  if (claims.getAddresses === true)
    scenario('gives no address of a customer whom nobody knows', async ({ port }) => {
      assert.ok(port.getAddresses !== undefined, '`getAddresses` is claimed');
      assert.deepEqual(await port.getAddresses(newId(), call()), []);
    });

  givingUpContract(scenario, claims, ({ port, known }, signal) => port.get(known.customerId, { signal }));
}
