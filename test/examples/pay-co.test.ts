import { paymentContract } from 'statecart/testing';
import { describe, it } from 'vitest';
import { createPayCo } from '../../examples/adapters/pay-co.ts';
import { openPayCo } from '../support/pay-co-sandbox.ts';

paymentContract({
  describe,
  it,
  async createPort() {
    const sandbox = await openPayCo();
    return {
      port: createPayCo({ url: sandbox.url, apiKey: 'test' }),
      close: () => sandbox.close(),
      book: (paymentId) => sandbox.sums(paymentId),
      provoke: {
        decline: (method) => sandbox.provoke('decline', method),
        hang: (method) => sandbox.provoke('hang', method),
        loseAnswer: (method) => sandbox.provoke('loseAnswer', method),
        failBefore: (method) => sandbox.provoke('failBefore', method),
        garble: (method) => sandbox.provoke('garble', method),
      },
      unrepresentable: { currency: 'KWD', amountMinor: 12_345 },
    };
  },
  currencies: ['EUR', 'JPY', 'ISK', 'KWD'],
  claims: {
    book: true,
    refusesReuse: true,
    decline: true,
    hang: true,
    loseAnswer: true,
    failBefore: true,
    garble: true,
    severalCaptures: true,
    pending: { absent: 'PayCo decides at once' },
    actionRequired: { absent: 'PayCo takes no payments that need the customer' },
    unrepresentable: true,
  },
});
