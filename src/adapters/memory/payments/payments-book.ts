import type { MinorUnits, Timestamp } from '../../../machine/index.ts';
import type {
  AuthorizeRequest,
  CaptureRequest,
  PaymentAnswer,
  RefundRequest,
  VoidRequest,
} from '../../../ports/index.ts';
import type { BookTable, Library } from '../simulation/books.ts';
import type { ProviderDispute } from './provider-dispute.ts';

/** One transaction in the provider's book. */
export type ProviderTransaction = {
  readonly reference: string;
  /** The key it was asked for under; `null`: it began at the provider. */
  readonly key: string | null;
  /** The account it belongs to: our payment's id, or its reference if it began at the provider. */
  readonly account: string;
  readonly orderId: string;
  readonly kind: 'authorization' | 'capture' | 'void' | 'refund';
  readonly currency: string;
  readonly amountMinor: MinorUnits;
  /** Of a capture or a void: the authorization. Of a refund: the capture, or `null` for several. */
  readonly of: string | null;
  /** Of an authorization: how much of it was captured. */
  readonly capturedMinor: MinorUnits;
  /** Of an authorization: how much of it was let go. */
  readonly voidedMinor: MinorUnits;
  /** Of a capture: how much of it was given back. */
  readonly refundedMinor: MinorUnits;
  readonly at: Timestamp;
  /** Of an authorization: when it runs out. */
  readonly expiresAt: Timestamp | null;
};

/** The sums of one payment in the provider's book. */
export type ProviderAccount = {
  readonly account: string;
  readonly orderId: string;
  readonly method: string;
  readonly currency: string;
  readonly authorizedMinor: MinorUnits;
  readonly capturedMinor: MinorUnits;
  readonly voidedMinor: MinorUnits;
  readonly refundedMinor: MinorUnits;
  /** What banks have taken back, or hold back while they decide. */
  readonly chargedBackMinor: MinorUnits;
};

/** What a transaction at the provider is made from. */
export interface Entry {
  readonly key: string | null;
  readonly reference: string;
  readonly now: Timestamp;
}

const none = { of: null, capturedMinor: 0, voidedMinor: 0, refundedMinor: 0, expiresAt: null };
const declined = (code: string, reason: string): PaymentAnswer => ({
  status: 'declined',
  code,
  reason,
  reference: null,
});

/** The provider's book: who may take how much of what. */
export class PaymentsBook {
  readonly accounts: BookTable<ProviderAccount>;
  readonly transactions: BookTable<ProviderTransaction>;
  readonly disputes: BookTable<ProviderDispute>;

  constructor(library: Library) {
    this.accounts = library.table('payments', 'accounts');
    this.disputes = library.table('payments', 'disputes');
    this.transactions = library.table('payments', 'transactions');
  }

  authorize(request: AuthorizeRequest, entry: Entry, expiresAt: Timestamp): PaymentAnswer {
    const { paymentId, orderId, amountMinor, currency } = request;
    this.open(paymentId, orderId, request.method, currency);
    this.enter({
      ...none,
      ...entered(entry),
      account: paymentId,
      orderId,
      kind: 'authorization',
      currency,
      amountMinor,
      expiresAt,
    });
    this.count(paymentId, { authorizedMinor: amountMinor });
    return { status: 'authorized', reference: entry.reference, amountMinor, expiresAt };
  }

  /** An authorization and its capture in one; the answer names the capture. */
  sale(request: AuthorizeRequest, entry: Entry, expiresAt: Timestamp): PaymentAnswer {
    const authorization = `${entry.reference}_auth`;
    this.authorize(request, { ...entry, reference: authorization }, expiresAt);
    return this.capture({ ...request, authorization, final: true }, entry);
  }

  capture(request: CaptureRequest, entry: Entry): PaymentAnswer {
    const { amountMinor, currency, final } = request;
    const authorization = this.authorizationOf(request, (left) => left >= amountMinor, entry.now);
    if (authorization === undefined)
      return declined('authorization_not_found', 'there is nothing authorized to capture from');
    if (authorization.currency !== currency)
      return declined('currency_mismatch', `authorized in ${authorization.currency}`);
    if (isOver(authorization, entry.now))
      return declined('authorization_expired', 'the authorization has run out');
    const left = leftOf(authorization, entry.now);
    if (amountMinor > left)
      return declined('amount_too_large', `${left} is left of the authorization, not ${amountMinor}`);

    const voidedMinor = final ? left - amountMinor : 0;
    const { account, orderId, reference } = authorization;
    this.enter({
      ...authorization,
      capturedMinor: authorization.capturedMinor + amountMinor,
      voidedMinor: authorization.voidedMinor + voidedMinor,
    });
    this.enter({
      ...none,
      ...entered(entry),
      account,
      orderId,
      kind: 'capture',
      currency,
      amountMinor,
      of: reference,
    });
    this.count(account, { capturedMinor: amountMinor, voidedMinor });
    return { status: 'captured', reference: entry.reference, amountMinor };
  }

  void(request: VoidRequest, entry: Entry): PaymentAnswer {
    const authorization = this.authorizationOf(request, (left) => left > 0, entry.now);
    if (authorization === undefined) {
      if (request.authorization === null) return { status: 'voided', reference: null };
      return declined('authorization_not_found', `${request.authorization} is not an authorization`);
    }
    if (authorization.capturedMinor >= authorization.amountMinor) {
      return declined('already_captured', 'all of it was captured: refund it');
    }
    const left = authorization.amountMinor - authorization.capturedMinor - authorization.voidedMinor;
    const { account, orderId, currency, reference } = authorization;
    this.enter({ ...authorization, voidedMinor: authorization.voidedMinor + left });
    this.enter({
      ...none,
      ...entered(entry),
      account,
      orderId,
      kind: 'void',
      currency,
      amountMinor: left,
      of: reference,
    });
    this.count(account, { voidedMinor: left });
    return { status: 'voided', reference: entry.reference };
  }

  refund(request: RefundRequest, entry: Entry): PaymentAnswer {
    const { amountMinor, currency } = request;
    const captures = this.capturesOf(request);
    const [first] = captures;
    if (first === undefined) return declined('capture_not_found', 'there is nothing captured to give back');
    if (first.currency !== currency) return declined('currency_mismatch', `captured in ${first.currency}`);
    const captured = captures.reduce(
      (total, capture) => total + capture.amountMinor - capture.refundedMinor,
      0,
    );
    const left = Math.min(captured, this.leftOn(first.account));
    if (amountMinor > left && amountMinor <= captured)
      return declined('charge_disputed', `${captured - left} of it is disputed or charged back`);
    if (amountMinor > left)
      return declined('amount_exceeds_captured', `${left} can be given back, not ${amountMinor}`);

    let open = amountMinor;
    for (const capture of captures) {
      const part = Math.min(open, capture.amountMinor - capture.refundedMinor);
      if (part > 0) this.enter({ ...capture, refundedMinor: capture.refundedMinor + part });
      open -= part;
    }
    const { account, orderId } = first;
    this.enter({
      ...none,
      ...entered(entry),
      account,
      orderId,
      kind: 'refund',
      currency,
      amountMinor,
      of: request.capture,
    });
    this.count(account, { refundedMinor: amountMinor });
    return { status: 'refunded', reference: entry.reference, amountMinor };
  }

  /** The last capture of an account; of one that began at the provider, by its reference too. */
  lastCaptureOf(account: string): ProviderTransaction | undefined {
    return this.transactions
      .values()
      .filter((row) => row.kind === 'capture' && (row.account === account || row.reference === account))
      .at(-1);
  }

  /** Enters a dispute, or what has become of it. */
  dispute(dispute: ProviderDispute): void {
    const before = this.disputes.get(dispute.reference);
    this.disputes.put(dispute.reference, dispute);
    this.count(dispute.account, { chargedBackMinor: heldBack(dispute) - (before ? heldBack(before) : 0) });
  }

  /** What could be given back of an account. */
  private leftOn(account: string): MinorUnits {
    const row = this.accounts.get(account);
    return row === undefined ? 0 : Math.max(0, row.capturedMinor - row.refundedMinor - row.chargedBackMinor);
  }

  /** Opens an account if it is not there. */
  private open(account: string, orderId: string, method: string, currency: string): void {
    if (this.accounts.get(account) !== undefined) return;
    const nothing = {
      authorizedMinor: 0,
      capturedMinor: 0,
      voidedMinor: 0,
      refundedMinor: 0,
      chargedBackMinor: 0,
    };
    this.accounts.put(account, { account, orderId, method, currency, ...nothing });
  }

  private enter(transaction: ProviderTransaction): void {
    this.transactions.put(transaction.reference, transaction);
  }

  private count(
    account: string,
    more: Partial<
      Pick<
        ProviderAccount,
        'authorizedMinor' | 'capturedMinor' | 'voidedMinor' | 'refundedMinor' | 'chargedBackMinor'
      >
    >,
  ): void {
    const row = this.accounts.get(account);
    if (row === undefined) return;
    this.accounts.put(account, {
      ...row,
      authorizedMinor: row.authorizedMinor + (more.authorizedMinor ?? 0),
      capturedMinor: row.capturedMinor + (more.capturedMinor ?? 0),
      voidedMinor: row.voidedMinor + (more.voidedMinor ?? 0),
      refundedMinor: row.refundedMinor + (more.refundedMinor ?? 0),
      chargedBackMinor: row.chargedBackMinor + (more.chargedBackMinor ?? 0),
    });
  }

  /** The authorization that is named, also by its capture; else the payment's best one. */
  private authorizationOf(
    request: { readonly paymentId: string; readonly authorization: string | null },
    suits: (left: MinorUnits) => boolean,
    now: Timestamp,
  ): ProviderTransaction | undefined {
    if (request.authorization !== null) {
      const named = this.transactions.get(request.authorization);
      const parent = named?.kind === 'capture' && named.of !== null ? this.transactions.get(named.of) : named;
      return parent?.kind === 'authorization' ? parent : undefined;
    }
    const all = this.transactions
      .values()
      .filter((row) => row.account === request.paymentId && row.kind === 'authorization');
    return all.find((row) => suits(leftOf(row, now))) ?? all.at(-1);
  }

  private capturesOf(request: RefundRequest): readonly ProviderTransaction[] {
    if (request.capture !== null) {
      const named = this.transactions.get(request.capture);
      return named?.kind === 'capture' ? [named] : [];
    }
    return this.transactions
      .values()
      .filter((row) => row.account === request.paymentId && row.kind === 'capture');
  }
}

function heldBack({ state, amountMinor }: ProviderDispute): MinorUnits {
  return state === 'won' ? 0 : amountMinor;
}

function entered({ key, reference, now }: Entry) {
  return { key, reference, at: now };
}

function isOver(authorization: ProviderTransaction, now: Timestamp): boolean {
  return authorization.expiresAt !== null && authorization.expiresAt <= now;
}

function leftOf(authorization: ProviderTransaction, now: Timestamp): MinorUnits {
  if (isOver(authorization, now)) return 0;
  return authorization.amountMinor - authorization.capturedMinor - authorization.voidedMinor;
}
