import type * as z from 'zod';
import { assertNever } from '../../errors/index.ts';
import type { Command, FactInput } from '../../machine/index.ts';
import { type ShippingPort, shippingAnswer, shippingRequests } from '../../ports/index.ts';
import { answerOf, type Desk, requestOf, textOf, unexpected } from './desk.ts';

type Answer = z.output<typeof shippingAnswer>;
/** The commands that the shipping port performs. */
export type ShipmentCommandType = 'shipment.create' | 'shipment.cancel';

/** The desk of the shipping port for one type of command. */
export function shippingDesk(port: ShippingPort, type: ShipmentCommandType): Desk {
  const read = (command: Command, answer: unknown): readonly FactInput[] =>
    shipmentFacts(type, command, answerOf(shippingAnswer, answer, command));
  return {
    traits: port,
    inLedger: true,
    async perform(command, call) {
      switch (type) {
        case 'shipment.create':
          return read(command, await port.createShipment(requestOf(shippingRequests.create, command), call));
        case 'shipment.cancel':
          return read(command, await port.cancelShipment(requestOf(shippingRequests.cancel, command), call));
        default:
          return assertNever(type, 'shipment command');
      }
    },
    async find(command, call) {
      const answer = await port.find(command.id, call);
      return answer === null ? null : read(command, answer);
    },
    failed: (command, code, reason) => [rejected(type, command, code, reason)],
  };
}

/** What an answer means for the order; the parcel's way comes later, as facts. */
export function shipmentFacts(
  type: ShipmentCommandType,
  command: Command,
  answer: Answer,
): readonly FactInput[] {
  const shipmentId = shipmentOf(command);
  switch (answer.status) {
    case 'created': {
      if (type !== 'shipment.create') throw unexpected(command, answer.status);
      const { status: _status, ...label } = answer;
      const fulfillmentId = (command.data as { fulfillmentId?: string | null }).fulfillmentId ?? null;
      return [{ type: 'shipment.created', shipmentId, fulfillmentId, ...label }];
    }
    case 'cancelled':
      if (type !== 'shipment.cancel') throw unexpected(command, answer.status);
      return [{ type: 'shipment.cancelled', shipmentId }];
    case 'rejected':
      return [rejected(type, command, answer.code, answer.reason)];
    case 'pending':
      return [];
    default:
      return assertNever(answer, 'shipping answer');
  }
}

function shipmentOf(command: Command): string {
  return textOf(command, 'shipmentId');
}

function rejected(
  type: ShipmentCommandType,
  command: Command,
  code: string,
  reason: string | null,
): FactInput {
  const shipmentId = shipmentOf(command);
  switch (type) {
    case 'shipment.create':
      return { type: 'shipment.failed', shipmentId, code, reason };
    case 'shipment.cancel':
      return { type: 'shipment.cancel_rejected', shipmentId, code, reason };
    default:
      return assertNever(type, 'shipment command');
  }
}
