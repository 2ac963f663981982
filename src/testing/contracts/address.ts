import assert from 'node:assert/strict';
import { type AddressPort, type AddressRequest, addressAnswer } from '../../ports/index.ts';
import { type AskedClaims, type AskedPortUnderTest, givingUpContract } from './port/asked.ts';
import { answerOf, type PortContractOptions, portScenario } from './port/harness.ts';
import { longWords, strangeStrings } from './port/strings.ts';

/** An address adapter under test. */
export interface AddressUnderTest extends AskedPortUnderTest<AddressPort> {
  /** An address that is good, and one that is not. */
  readonly good: AddressRequest;
  readonly bad: AddressRequest;
}

/** What {@link addressContract} needs. */
export interface AddressContractOptions extends PortContractOptions<AddressUnderTest> {
  readonly claims: AskedClaims;
}

/** The contract of an `AddressPort` as tests, for any runner with `describe` and `it`. */
export function addressContract(options: AddressContractOptions): void {
  const scenario = portScenario(options);
  const validate = async ({ port }: AddressUnderTest, address: AddressRequest) =>
    answerOf(addressAnswer, await port.validate(address, { signal: new AbortController().signal }));
  const expectSettled = async (world: AddressUnderTest, address: AddressRequest) => {
    const answer = await validate(world, address);
    if (answer.status === 'valid')
      assert.deepEqual(await validate(world, answer.address), answer, 'a second look gives another form');
    return answer;
  };

  scenario('gives a good address in its usual form, which a second look leaves as it is', async (world) => {
    assert.equal((await expectSettled(world, world.good)).status, 'valid');
  });

  scenario('leaves the id of the address alone, and changes nothing that it was given', async (world) => {
    const given = Object.freeze({ ...world.good, customerAddressId: 'address-1' });
    const answer = await validate(world, given);
    assert.ok(answer.status === 'valid', `the answer was ${JSON.stringify(answer)}`);
    assert.equal(answer.address.customerAddressId, 'address-1');
  });

  scenario('says what is wrong with a bad one', async (world) => {
    const answer = await validate(world, world.bad);
    assert.equal(answer.status, 'invalid', `the answer was ${JSON.stringify(answer)}`);
  });

  scenario('answers whatever people write', async (world) => {
    for (const words of [...strangeStrings, ...longWords])
      await expectSettled(world, {
        ...world.good,
        name: words,
        line1: words,
        line2: words,
        city: words,
        region: words,
        postalCode: words,
        phone: words,
      });
  });

  givingUpContract(scenario, options.claims, ({ port, good }, signal) => port.validate(good, { signal }));
}
