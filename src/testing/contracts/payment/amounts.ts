import assert from 'node:assert/strict';
import { callOf, newKey, type PortScenario } from '../port/harness.ts';
import { authorized, captured, samplePayment, totalMinor } from './calls.ts';
import type { PaymentContractOptions, PaymentSums, PaymentUnderTest } from './world.ts';

/** How much is held, taken, let go and given back, and of which payment. */
export function amountContract(
  scenario: PortScenario<PaymentUnderTest>,
  { claims, means }: PaymentContractOptions,
): void {
  const expectSums = async ({ book }: PaymentUnderTest, paymentId: string, sums: Partial<PaymentSums>) => {
    if (claims.book !== true || book === undefined) return;
    const none = { authorizedMinor: 0, capturedMinor: 0, voidedMinor: 0, refundedMinor: 0 };
    const { authorizedMinor, capturedMinor, voidedMinor, refundedMinor } = await book(paymentId);
    assert.deepEqual(
      { authorizedMinor, capturedMinor, voidedMinor, refundedMinor },
      { ...none, ...sums },
      'the sums of the payment in the book of the provider',
    );
  };

  scenario('holds, takes and gives back what was asked for, and says so', async (world) => {
    const payment = samplePayment(world.port, means);
    const held = await payment.authorize(callOf(newKey('authorization')));
    assert.ok(held.status === 'authorized', `the answer was ${JSON.stringify(held)}`);
    assert.equal(held.amountMinor, totalMinor);
    const taken = await payment.capture(callOf(newKey('capture')), held.reference, totalMinor, true);
    assert.ok(taken.status === 'captured', `the answer was ${JSON.stringify(taken)}`);
    assert.equal(taken.amountMinor, totalMinor);
    const back = await payment.refund(callOf(newKey('refund')), taken.reference, totalMinor);
    assert.ok(back.status === 'refunded', `the answer was ${JSON.stringify(back)}`);
    assert.equal(back.amountMinor, totalMinor);
    await expectSums(world, payment.paymentId, {
      authorizedMinor: totalMinor,
      capturedMinor: totalMinor,
      refundedMinor: totalMinor,
    });
  });

  scenario('gives back in parts, each under its own key, and declines more than was taken', async (world) => {
    const payment = samplePayment(world.port, means);
    const capture = await captured(payment);
    for (const part of [300, 700]) {
      const answer = await payment.refund(callOf(newKey('refund')), capture, part);
      assert.ok(answer.status === 'refunded' && answer.amountMinor === part, JSON.stringify(answer));
    }
    assert.equal((await payment.refund(callOf(newKey('refund')), capture, 1)).status, 'declined');
    await expectSums(world, payment.paymentId, {
      authorizedMinor: totalMinor,
      capturedMinor: totalMinor,
      refundedMinor: totalMinor,
    });
  });

  scenario('leaves other payments alone', async (world) => {
    const bystander = samplePayment(world.port, means);
    const authorization = await authorized(bystander);
    const payment = samplePayment(world.port, means);
    const capture = await captured(payment);
    await payment.refund(callOf(newKey('refund')), capture, 300);
    const other = samplePayment(world.port, means);
    await other.void(callOf(newKey('void')), await authorized(other));
    await expectSums(world, bystander.paymentId, { authorizedMinor: totalMinor });
    const answer = await bystander.capture(callOf(newKey('capture')), authorization, totalMinor, true);
    assert.equal(answer.status, 'captured', `the answer to its capture was ${JSON.stringify(answer)}`);
  });

  scenario('lets go of what is held, and has nothing against letting go of it again', async (world) => {
    const payment = samplePayment(world.port, means);
    const authorization = await authorized(payment);
    for (const time of ['once', 'again']) {
      const { status } = await payment.void(callOf(newKey('void')), authorization);
      assert.equal(status, 'voided', `the answer to a void, ${time}`);
    }
    assert.equal(
      (await payment.capture(callOf(newKey('capture')), authorization, 1, true)).status,
      'declined',
    );
    await expectSums(world, payment.paymentId, { authorizedMinor: totalMinor, voidedMinor: totalMinor });
  });

  scenario('declines to let go of what was taken, as `already_captured`', async (world) => {
    const payment = samplePayment(world.port, means);
    const authorization = await authorized(payment);
    await payment.capture(callOf(newKey('capture')), authorization, totalMinor, true);
    const answer = await payment.void(callOf(newKey('void')), authorization);
    assert.ok(answer.status === 'declined', `the answer was ${JSON.stringify(answer)}`);
    assert.equal(answer.code, 'already_captured');
    await expectSums(world, payment.paymentId, { authorizedMinor: totalMinor, capturedMinor: totalMinor });
  });

  scenario('declines to take more than is held', async (world) => {
    const payment = samplePayment(world.port, means);
    const authorization = await authorized(payment);
    const answer = await payment.capture(callOf(newKey('capture')), authorization, totalMinor + 1, true);
    assert.equal(answer.status, 'declined', `the answer was ${JSON.stringify(answer)}`);
    await expectSums(world, payment.paymentId, { authorizedMinor: totalMinor });
  });

  if (claims.severalCaptures !== true)
    scenario(
      `not claimed: takes an authorization in parts, because ${claims.severalCaptures.absent}`,
      async (world) => {
        const payment = samplePayment(world.port, means);
        const authorization = await authorized(payment);
        await payment.capture(callOf(newKey('capture')), authorization, 200, true);
        const second = await payment.capture(callOf(newKey('capture')), authorization, 300, true);
        assert.equal(second.status, 'declined', 'the answer to a second capture');
      },
    );
  else
    scenario(
      'takes an authorization in parts, also at once, and lets go of the rest with the last',
      async (world) => {
        const payment = samplePayment(world.port, means);
        const authorization = await authorized(payment);
        const take = (part: number, final: boolean) =>
          payment.capture(callOf(newKey('capture')), authorization, part, final);
        const answers = await Promise.all([take(200, false), take(300, false)]);
        assert.deepEqual(
          answers.map((answer) => answer.status === 'captured' && answer.amountMinor),
          [200, 300],
        );
        assert.equal((await take(501, false)).status, 'declined');
        assert.equal((await take(100, true)).status, 'captured');
        assert.equal((await take(1, false)).status, 'declined');
        await expectSums(world, payment.paymentId, {
          authorizedMinor: totalMinor,
          capturedMinor: 600,
          voidedMinor: 400,
        });
      },
    );
}
