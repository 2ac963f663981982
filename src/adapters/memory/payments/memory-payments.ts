import {
  type AuthorizeRequest,
  type CaptureRequest,
  type PaymentAnswer,
  type PaymentPort,
  paymentRequests,
  type RefundRequest,
  type VoidRequest,
} from '../../../ports/index.ts';
import { type CallRow, type Case, type DeskOptions, openDesk } from '../simulation/desk.ts';
import { createOutside, type Outside, type OutsideOptions } from '../simulation/outside.ts';
import type { Rule, Script } from '../simulation/script.ts';
import { type ActionEnd, createCustomerActions } from './customer-actions.ts';
import { createDisputes, type DisputeInput } from './disputes.ts';
import { type Manner, type PaymentMethod, reportPayment } from './payment-facts.ts';
import { paymentTokens } from './payment-tokens.ts';
import { PaymentsBook, type ProviderAccount, type ProviderTransaction } from './payments-book.ts';
import type { ProviderDispute } from './provider-dispute.ts';
import type { PaymentRequest as Request, Settling } from './settling.ts';

const day = 86_400_000;
const defaultPendingMs = 5_000;
const defaultLateMs = 60_000;

/** What a simulated payment provider is made from. */
export interface PaymentsOptions extends DeskOptions {
  /** How long an authorization is good, in milliseconds. @defaultValue seven days */
  readonly authorizationTtlMs?: number;
  /** Whether every outcome is reported as a fact too, as providers do by webhook. @defaultValue false: only what an answer left open */
  readonly webhooks?: boolean;
}

/** Money that moves without our having asked for it. */
export interface PaymentElsewhere {
  readonly orderId: string;
  readonly currency: string;
  readonly amountMinor: number;
  /** @defaultValue 'card' */
  readonly method?: string;
  /** Whether it is held or taken. @defaultValue true */
  readonly captured?: boolean;
}

/** A simulated payment provider. */
export interface MemoryPayments extends PaymentPort {
  readonly script: Script;
  /**
   * The provider's own view. `accounts`: the sums by payment; `transactions` and `disputes`: by the provider's reference;
   * `calls`: by key.
   */
  book(): {
    readonly accounts: { readonly [account: string]: ProviderAccount };
    readonly transactions: { readonly [reference: string]: ProviderTransaction };
    readonly disputes: { readonly [reference: string]: ProviderDispute };
    readonly calls: { readonly [key: string]: CallRow };
  };
  /** A customer pays at the provider itself, a hosted checkout for instance; the order hears of it as a fact. Returns the reference. */
  payElsewhere(payment: PaymentElsewhere): Promise<string>;
  /**
   * The customer does what a payment asks of them (`action_required`), or fails at it; the order hears of the outcome as a
   * fact, however late it is. @throws PortError `action_not_found`.
   */
  completeAction(paymentId: string, end?: ActionEnd): Promise<void>;
  /** The customer's bank takes money back; the order hears of it. Returns the dispute's reference. @throws PortError `not_found`. */
  openChargeback(dispute: DisputeInput): Promise<string>;
  /** The bank decides a dispute. @throws PortError `not_found`. */
  closeChargeback(reference: string, state: 'won' | 'lost'): Promise<void>;
}

/**
 * Makes a payment provider in memory, with a book of its own to check orders against.
 *
 * The same key has its effect once and gets the same answer; the same key with another request throws `key_reused`.
 * A capture above what is left of its authorization, a refund above what was captured, and the void of what was
 * captured are declined: `amount_too_large`, `amount_exceeds_captured`, `already_captured`. Captures may be several;
 * a `final` one lets go of the rest. What a bank holds or has taken back can't be refunded besides: `charge_disputed`.
 *
 * It behaves well unless its script or the token says otherwise (see {@link paymentTokens}). The script knows
 * `decline`, `sale`, `pending`, `action_required` (with `ms`, the provider gives up after that time), `duplicate_fact`, `late_fact`, `delay`, `fail_before`, `lose_answer`, by the methods
 * `authorize`, `capture`, `void`, `refund`, `find`.
 *
 * @throws PortError as the script says; `invalid_request`, `key_reused` (`never`, `failed`).
 * @example
 * import { createMemoryClock, createMemoryPayments } from 'statecart/adapters/memory';
 * const payments = createMemoryPayments({ clock: createMemoryClock() });
 * payments.script.next('lose_answer', { method: 'capture' });
 */
export function createMemoryPayments(
  options: PaymentsOptions & Omit<OutsideOptions, 'onChange'>,
): MemoryPayments {
  return paymentsOf(createOutside(options), options);
}

/** The provider of a world. */
export function paymentsOf(outside: Outside, options: PaymentsOptions): MemoryPayments {
  const { library, agenda, clock } = outside;
  const rules: readonly Rule[] = [...paymentTokens, ...(options.rules ?? [])];
  const knows = ['decline', 'sale', 'pending', 'action_required', 'duplicate_fact', 'late_fact'] as const;
  const desk = openDesk(outside, 'payments', { ...options, rules }, knows);
  const book = new PaymentsBook(library);
  const counters = library.table<{ readonly value: number }>('payments', 'counters');
  const ttlMs = options.authorizationTtlMs ?? 7 * day;

  const newReference = (method: PaymentMethod | 'elsewhere' | 'dispute') => {
    const value = (counters.get('references')?.value ?? 0) + 1;
    counters.put('references', { value });
    return `${method}_${String(value).padStart(6, '0')}`;
  };

  const perform = (
    method: PaymentMethod,
    request: Request,
    key: string,
    reference: string,
    sale: boolean,
  ): PaymentAnswer => {
    const now = clock.now();
    const entry = { key, reference, now };
    switch (method) {
      case 'authorize':
        return sale
          ? book.sale(request as AuthorizeRequest, entry, now + ttlMs)
          : book.authorize(request as AuthorizeRequest, entry, now + ttlMs);
      case 'capture':
        return book.capture(request as CaptureRequest, entry);
      case 'void':
        return book.void(request as VoidRequest, entry);
      case 'refund':
        return book.refund(request as RefundRequest, entry);
    }
  };
  const decline = (rule: Pick<Rule, 'code' | 'reason'>): PaymentAnswer => ({
    status: 'declined',
    code: rule.code ?? 'card_declined',
    reason: rule.reason ?? null,
    reference: null,
  });
  const mannerOf = (instance: Pick<Case<unknown>, 'rule'>): Manner & { readonly asked: boolean } => {
    const duplicate = instance.rule('duplicate_fact') !== null;
    const late = instance.rule('late_fact');
    return {
      asked: duplicate || late !== null || options.webhooks === true,
      duplicate,
      lateMs: late === null ? 0 : (late.ms ?? defaultLateMs),
    };
  };

  const handle =
    (method: PaymentMethod) =>
    (instance: Case<Request>): PaymentAnswer => {
      const { request, key } = instance;
      const { asked, ...manner } = mannerOf(instance);
      const reference = newReference(method);
      const pending = instance.rule('pending');
      const sale = instance.rule('sale') !== null;
      const action = instance.rule('action_required');
      if (action !== null)
        return actions.ask(request.paymentId, {
          method,
          request,
          key,
          reference,
          sale,
          manner,
          rule: action,
        });
      if (pending !== null) {
        const task: Settling = { method, request, key, reference, sale, manner, rule: pending };
        agenda.schedule({
          kind: 'payments.settle',
          group: key,
          delayMs: pending.ms ?? defaultPendingMs,
          data: task,
        });
        return { status: 'pending', reference };
      }
      const declining = instance.rule('decline');
      const answer = declining === null ? perform(method, request, key, reference, sale) : decline(declining);
      if (asked) reportPayment(outside, method, request, key, answer, manner);
      return answer;
    };

  const settle = (task: Settling) => {
    const { method, request, key, reference, sale, manner, rule } = task;
    const answer =
      rule.outcome === 'decline' ? decline(rule) : perform(method, request, key, reference, sale);
    desk.amend(key, answer);
    reportPayment(outside, method, request, key, answer, manner);
  };
  agenda.on<Settling>('payments.settle', settle);
  const actions = createCustomerActions(outside, settle);
  const disputes = createDisputes(outside, book, () => newReference('dispute'));

  return {
    ...desk.traits,
    script: desk.script,
    authorize: (request, call) =>
      desk.take('authorize', paymentRequests.authorize, request, call, handle('authorize')),
    capture: (request, call) =>
      desk.take('capture', paymentRequests.capture, request, call, handle('capture')),
    void: (request, call) => desk.take('void', paymentRequests.void, request, call, handle('void')),
    refund: (request, call) => desk.take('refund', paymentRequests.refund, request, call, handle('refund')),
    find: (key, call) => desk.find(key, call),
    book: () => ({
      accounts: book.accounts.entries(),
      transactions: book.transactions.entries(),
      disputes: book.disputes.entries(),
      calls: desk.calls.entries(),
    }),
    completeAction: (paymentId, end = {}) => library.keep(() => actions.complete(paymentId, end)),
    openChargeback: (dispute) => library.keep(() => disputes.open(dispute)),
    closeChargeback: (reference, state) => library.keep(() => disputes.close(reference, state)),
    payElsewhere: ({ orderId, currency, amountMinor, method = 'card', captured = true }) =>
      library.keep(() => {
        const reference = newReference('elsewhere');
        const request = {
          orderId,
          currency,
          amountMinor,
          method,
          paymentId: reference,
          provider: 'default',
          token: null,
          customerId: null,
          orderNumber: null,
        };
        const entry = { key: null, reference, now: clock.now() };
        const answer = captured
          ? book.sale(request, entry, entry.now + ttlMs)
          : book.authorize(request, entry, entry.now + ttlMs);
        reportPayment(outside, 'authorize', { ...request, paymentId: null }, null, answer, {});
        return reference;
      }),
  };
}
