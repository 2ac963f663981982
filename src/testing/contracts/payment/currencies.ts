import assert from 'node:assert/strict';
import { assertNever, callOf, newKey, notClaimed, type PortScenario } from '../port/harness.ts';
import { samplePayment } from './calls.ts';
import type { PaymentContractOptions, PaymentUnderTest } from './world.ts';

/** Amounts are in minor units by ISO 4217, whatever the provider counts in. */
export function currencyContract(
  scenario: PortScenario<PaymentUnderTest>,
  { claims, means, currencies = ['EUR', 'JPY', 'KWD'] }: PaymentContractOptions,
): void {
  for (const currency of currencies)
    scenario(`holds an amount in ${currency} as it was asked for`, async (world) => {
      const payment = samplePayment(world.port, { ...means, currency });
      const answer = await payment.authorize(callOf(newKey('authorization')), 12_340);
      assert.ok(answer.status === 'authorized', `the answer was ${JSON.stringify(answer)}`);
      assert.equal(answer.amountMinor, 12_340);
      if (claims.book === true)
        assert.equal(
          (await world.book?.(payment.paymentId))?.authorizedMinor,
          12_340,
          'by the book of the provider',
        );
    });

  notClaimed(
    scenario,
    'refuses amounts that its provider can not count',
    claims.unrepresentable,
    ({ unrepresentable }) => unrepresentable !== undefined,
  );
  if (claims.unrepresentable === true)
    scenario(
      'refuses an amount that its provider can not count, for good, instead of rounding it',
      async (world) => {
        assert.ok(world.unrepresentable, '`unrepresentable` is claimed: give an amount');
        const { currency, amountMinor } = world.unrepresentable;
        const payment = samplePayment(world.port, { ...means, currency });
        const answer = await payment
          .authorize(callOf(newKey('authorization')), amountMinor)
          .catch((error: unknown) => {
            assertNever(error);
            return { status: 'declined' };
          });
        assert.equal(answer.status, 'declined', `the answer was ${JSON.stringify(answer)}`);
        if (claims.book === true)
          assert.equal(
            (await world.book?.(payment.paymentId))?.authorizedMinor,
            0,
            'by the book of the provider',
          );
      },
    );
}
