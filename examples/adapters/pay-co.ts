import { type PaymentAnswer, type PaymentPort, type PortCall, PortError } from 'statecart/ports';

/** What PayCo answers, whichever way it went. */
interface Operation {
  readonly kind: 'hold' | 'capture' | 'release' | 'refund' | 'refusal';
  readonly id: string;
  readonly currency: string;
  readonly amount: number;
  /** In seconds. */
  readonly expires_at?: number;
  readonly code?: string;
  readonly message?: string;
}

/** Makes a payment port that speaks to PayCo at `url`. */
export function createPayCo({ url, apiKey }: { url: string; apiKey: string }): PaymentPort {
  const ask = async (path: string, { key, signal }: PortCall, body?: object): Promise<Response> =>
    fetch(`${url}${path}`, {
      method: body === undefined ? 'GET' : 'POST',
      headers: {
        authorization: `Bearer ${apiKey}`,
        'content-type': 'application/json',
        'idempotency-key': key,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      signal,
    });
  const perform = async (path: string, call: PortCall, body: object): Promise<PaymentAnswer> => {
    const response = await ask(path, call, body);
    if (response.ok || response.status === 402) return answerOf((await response.json()) as Operation);
    throw errorOf(response.status);
  };
  return {
    timeoutMs: 8_000,
    // PayCo's lookup may be blind for a moment after a call.
    settleMs: 50,
    authorize: ({ paymentId, amountMinor, currency, token }, call) =>
      perform('/holds', call, {
        reference: paymentId,
        amount: toPayCo(amountMinor, currency),
        currency,
        card: token,
      }),
    async capture({ authorization, amountMinor, currency, final }, call) {
      if (authorization === null) return { status: 'declined', code: 'authorization_missing' };
      const amount = toPayCo(amountMinor, currency);
      return perform(`/holds/${encodeURIComponent(authorization)}/captures`, call, { amount, final });
    },
    async void({ authorization, amountMinor, currency }, call) {
      if (authorization === null) return { status: 'voided' };
      const amount = toPayCo(amountMinor, currency);
      return perform(`/holds/${encodeURIComponent(authorization)}/release`, call, { amount });
    },
    async refund({ capture, amountMinor, currency }, call) {
      if (capture === null) return { status: 'declined', code: 'capture_missing' };
      const amount = toPayCo(amountMinor, currency);
      return perform(`/captures/${encodeURIComponent(capture)}/refunds`, call, { amount });
    },
    async find(key, call) {
      const response = await ask(`/operations/${encodeURIComponent(key)}`, call);
      if (response.status === 404) return null;
      if (!response.ok) throw errorOf(response.status);
      return answerOf((await response.json()) as Operation);
    },
  };
}

function answerOf(operation: Operation): PaymentAnswer {
  const { kind, id: reference, currency } = operation;
  const amountMinor = fromPayCo(operation.amount, currency);
  switch (kind) {
    case 'hold':
      return {
        status: 'authorized',
        reference,
        amountMinor,
        expiresAt: operation.expires_at === undefined ? null : operation.expires_at * 1_000,
      };
    case 'capture':
      return { status: 'captured', reference, amountMinor };
    case 'release':
      return { status: 'voided', reference };
    case 'refund':
      return { status: 'refunded', reference, amountMinor };
    case 'refusal':
      return { status: 'declined', code: operation.code ?? 'declined', reason: operation.message ?? null };
    default:
      throw new PortError(`PayCo answered ${JSON.stringify(operation)}`, { code: 'invalid_answer' });
  }
}

/** What a failed call says of its effect. What is not listed may have happened. */
function errorOf(status: number): PortError {
  switch (status) {
    case 422:
      return new PortError('PayCo knows the key from another request', {
        retry: 'never',
        outcome: 'failed',
        code: 'key_reused',
      });
    case 429:
    case 503:
      return new PortError(`PayCo took nothing: ${status}`, { outcome: 'failed', code: 'unavailable' });
    default:
      return new PortError(`PayCo answered ${status}`, { outcome: 'unknown', code: `http_${status}` });
  }
}

/** PayCo counts krónur in hundredths, and dinars in hundredths too: the third decimal has to be 0. */
function toPayCo(amountMinor: number, currency: string): number {
  if (currency === 'ISK') return amountMinor * 100;
  if (currency !== 'KWD') return amountMinor;
  if (amountMinor % 10 === 0) return amountMinor / 10;
  throw new PortError(`PayCo can't count ${amountMinor} of KWD: the last digit has to be 0`, {
    retry: 'never',
    outcome: 'failed',
    code: 'amount_not_representable',
  });
}

function fromPayCo(amount: number, currency: string): number {
  if (currency === 'ISK') return amount / 100;
  return currency === 'KWD' ? amount * 10 : amount;
}
