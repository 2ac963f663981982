import type * as z from 'zod';
import { assertNever } from '../../errors/index.ts';
import type { Command, FactInput } from '../../machine/index.ts';
import { type FulfillmentPort, fulfillmentAnswer, fulfillmentRequests } from '../../ports/index.ts';
import { answerOf, type Desk, requestOf, textOf, unexpected } from './desk.ts';

type Answer = z.output<typeof fulfillmentAnswer>;
/** The commands that the fulfilment port performs. */
export type FulfillmentCommandType = 'fulfillment.create' | 'fulfillment.cancel';

/** The desk of the fulfilment port for one type of command. */
export function fulfillmentDesk(port: FulfillmentPort, type: FulfillmentCommandType): Desk {
  const read = (command: Command, answer: unknown): readonly FactInput[] =>
    fulfillmentFacts(type, command, answerOf(fulfillmentAnswer, answer, command));
  return {
    traits: port,
    inLedger: true,
    async perform(command, call) {
      switch (type) {
        case 'fulfillment.create':
          return read(command, await port.create(requestOf(fulfillmentRequests.create, command), call));
        case 'fulfillment.cancel':
          return read(command, await port.cancel(requestOf(fulfillmentRequests.cancel, command), call));
        default:
          return assertNever(type, 'fulfilment command');
      }
    },
    async find(command, call) {
      const answer = await port.find(command.id, call);
      return answer === null ? null : read(command, answer);
    },
    failed: (command, code, reason) => [rejected(type, command, code, reason)],
  };
}

/** What an answer means for the order; its progress comes later, as facts. */
export function fulfillmentFacts(
  type: FulfillmentCommandType,
  command: Command,
  answer: Answer,
): readonly FactInput[] {
  const fulfillmentId = fulfillmentOf(command);
  switch (answer.status) {
    case 'accepted':
      if (type !== 'fulfillment.create') throw unexpected(command, answer.status);
      return [{ type: 'fulfillment.accepted', fulfillmentId, reference: answer.reference }];
    case 'cancelled':
      if (type !== 'fulfillment.cancel') throw unexpected(command, answer.status);
      return [{ type: 'fulfillment.cancelled', fulfillmentId }];
    case 'rejected':
      return [rejected(type, command, answer.code, answer.reason)];
    case 'pending':
      return [];
    default:
      return assertNever(answer, 'fulfilment answer');
  }
}

function fulfillmentOf(command: Command): string {
  return textOf(command, 'fulfillmentId');
}

function rejected(
  type: FulfillmentCommandType,
  command: Command,
  code: string,
  reason: string | null,
): FactInput {
  const fulfillmentId = fulfillmentOf(command);
  switch (type) {
    case 'fulfillment.create':
      return { type: 'fulfillment.failed', fulfillmentId, code, reason };
    case 'fulfillment.cancel':
      return { type: 'fulfillment.cancel_rejected', fulfillmentId, code, reason };
    default:
      return assertNever(type, 'fulfilment command');
  }
}
