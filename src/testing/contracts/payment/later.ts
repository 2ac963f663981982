import assert from 'node:assert/strict';
import { callOf, newKey, notClaimed, type PortScenario } from '../port/harness.ts';
import { samplePayment } from './calls.ts';
import type { PaymentContractOptions, PaymentUnderTest } from './world.ts';

/** Outcomes that come later: the answer says so, and the key is the same authorization all the while. */
export function laterContract(
  scenario: PortScenario<PaymentUnderTest>,
  { claims }: PaymentContractOptions,
): void {
  for (const [capability, status] of [
    ['pending', 'pending'],
    ['actionRequired', 'action_required'],
  ] as const) {
    notClaimed(
      scenario,
      `an authorization that is \`${status}\``,
      claims[capability],
      (world) => world[capability] !== undefined,
    );
    if (claims[capability] !== true) continue;
    scenario(
      `says \`${status}\` of an authorization whose outcome comes later, and begins it once`,
      async (world) => {
        const means = world[capability];
        assert.ok(means, `\`${capability}\` is claimed: give a means of payment`);
        const payment = samplePayment(world.port, means);
        const key = newKey('authorization');
        const answer = await payment.authorize(callOf(key));
        assert.equal(answer.status, status);
        const again = await payment.authorize(callOf(key));
        assert.deepEqual(again, answer, 'the answer to the second call of the key');
      },
    );
  }
}
