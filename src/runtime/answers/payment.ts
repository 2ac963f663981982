import type * as z from 'zod';
import { assertNever } from '../../errors/index.ts';
import type { Command, FactInput } from '../../machine/index.ts';
import { type PaymentPort, paymentAnswer, paymentRequests } from '../../ports/index.ts';
import { answerOf, type Desk, requestOf, unexpected } from './desk.ts';

type Answer = z.output<typeof paymentAnswer>;
/** The commands that the payment port performs. */
export type PaymentCommandType = 'payment.authorize' | 'payment.capture' | 'payment.void' | 'payment.refund';

/** The desk of the payment port for one type of command. */
export function paymentDesk(port: PaymentPort, type: PaymentCommandType): Desk {
  const read = (command: Command, answer: unknown): readonly FactInput[] =>
    paymentFacts(type, command, answerOf(paymentAnswer, answer, command));
  return {
    traits: port,
    inLedger: true,
    async perform(command, call) {
      switch (type) {
        case 'payment.authorize':
          return read(command, await port.authorize(requestOf(paymentRequests.authorize, command), call));
        case 'payment.capture':
          return read(command, await port.capture(requestOf(paymentRequests.capture, command), call));
        case 'payment.void':
          return read(command, await port.void(requestOf(paymentRequests.void, command), call));
        case 'payment.refund':
          return read(command, await port.refund(requestOf(paymentRequests.refund, command), call));
        default:
          return assertNever(type, 'payment command');
      }
    },
    async find(command, call) {
      const answer = await port.find(command.id, call);
      return answer === null ? null : read(command, answer);
    },
    failed: (command, code, reason) => [
      declined(type, command, { code, reason, reference: null, capturedMinor: null }),
    ],
  };
}

/** What an answer means for the order. The command's id is the transaction's. */
export function paymentFacts(
  type: PaymentCommandType,
  command: Command,
  answer: Answer,
): readonly FactInput[] {
  const { paymentId, method, provider, currency } = command.data as { [field: string]: string };
  const entry = { paymentId: paymentId ?? null, transactionId: command.id, reference: answer.reference };
  const of = { method: method ?? 'unknown', provider: provider ?? 'default', currency: currency ?? null };
  switch (answer.status) {
    case 'authorized': {
      if (type !== 'payment.authorize') throw unexpected(command, answer.status);
      const { amountMinor, expiresAt } = answer;
      return [{ type: 'payment.authorized', ...entry, ...of, amountMinor, expiresAt }];
    }
    case 'captured':
      if (type !== 'payment.authorize' && type !== 'payment.capture')
        throw unexpected(command, answer.status);
      return [{ type: 'payment.captured', ...entry, ...of, amountMinor: answer.amountMinor }];
    case 'voided':
      if (type !== 'payment.void') throw unexpected(command, answer.status);
      return [{ type: 'payment.voided', ...entry }];
    case 'refunded':
      if (type !== 'payment.refund') throw unexpected(command, answer.status);
      return [{ type: 'payment.refunded', ...entry, amountMinor: answer.amountMinor }];
    case 'declined':
      return [declined(type, command, answer)];
    case 'pending':
      if (type !== 'payment.authorize') return [];
      return [{ type: 'payment.pending', ...entry, ...of, expiresAt: answer.expiresAt }];
    case 'action_required': {
      if (type !== 'payment.authorize') throw unexpected(command, answer.status);
      const { nextAction, expiresAt } = answer;
      return [{ type: 'payment.action_required', ...entry, ...of, nextAction, expiresAt }];
    }
    default:
      return assertNever(answer, 'payment answer');
  }
}

function declined(
  type: PaymentCommandType,
  command: Command,
  why: {
    readonly code: string;
    readonly reason: string | null;
    readonly reference: string | null;
    readonly capturedMinor: number | null;
  },
): FactInput {
  const { code, reason, reference, capturedMinor } = why;
  const fact = {
    paymentId: (command.data as { paymentId?: string }).paymentId ?? null,
    transactionId: command.id,
    code,
    reason,
    reference,
  };
  switch (type) {
    case 'payment.authorize':
    case 'payment.capture':
      return { type: 'payment.failed', ...fact };
    case 'payment.void':
      return {
        type: 'payment.void_failed',
        ...fact,
        ...(capturedMinor === null ? {} : { capturedMinor }),
      };
    case 'payment.refund':
      return { type: 'payment.refund_failed', ...fact };
    default:
      return assertNever(type, 'payment command');
  }
}
