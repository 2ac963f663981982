import type * as z from 'zod';
import { assertNever } from '../../errors/index.ts';
import type { Command, FactInput } from '../../machine/index.ts';
import { type WarehousePort, warehouseAnswer, warehouseRequests } from '../../ports/index.ts';
import { answerOf, type Desk, requestOf, textOf } from './desk.ts';

type Answer = z.output<typeof warehouseAnswer>;
/** The commands that the warehouse port performs. */
export type StockCommandType = 'stock.reserve' | 'stock.release' | 'stock.confirm' | 'stock.return';

/** The desk of the warehouse port for one type of command. */
export function warehouseDesk(port: WarehousePort, type: StockCommandType): Desk {
  const read = (command: Command, answer: unknown): readonly FactInput[] =>
    stockFacts(type, command, answerOf(warehouseAnswer, answer, command));
  return {
    traits: port,
    inLedger: true,
    async perform(command, call) {
      switch (type) {
        case 'stock.reserve':
          return read(command, await port.reserve(requestOf(warehouseRequests.reserve, command), call));
        case 'stock.release':
          return read(command, await port.release(requestOf(warehouseRequests.release, command), call));
        case 'stock.confirm':
          return read(command, await port.confirm(requestOf(warehouseRequests.change, command), call));
        case 'stock.return':
          return read(command, await port.return(requestOf(warehouseRequests.change, command), call));
        default:
          return assertNever(type, 'stock command');
      }
    },
    async find(command, call) {
      const answer = await port.find(command.id, call);
      return answer === null ? null : read(command, answer);
    },
    failed: (command, code, reason) => [rejected(type, command, code, reason)],
  };
}

/** What an answer means for the order. The command's id is the operation's; its data names the reservation. */
export function stockFacts(type: StockCommandType, command: Command, answer: Answer): readonly FactInput[] {
  switch (answer.status) {
    case 'done':
      return [done(type, command, answer)];
    case 'rejected':
      return [rejected(type, command, answer.code, answer.reason)];
    default:
      return assertNever(answer, 'warehouse answer');
  }
}

function reservationOf(command: Command): string {
  return textOf(command, 'reservationId');
}

function done(
  type: StockCommandType,
  command: Command,
  answer: Extract<Answer, { status: 'done' }>,
): FactInput {
  const reservationId = reservationOf(command);
  const operationId = command.id;
  switch (type) {
    case 'stock.reserve':
      return {
        type: 'stock.reserved',
        reservationId,
        reference: answer.reference,
        expiresAt: answer.expiresAt,
        lines: answer.lines,
      };
    case 'stock.release':
      return { type: 'stock.released', reservationId, operationId };
    case 'stock.confirm':
      return { type: 'stock.confirmed', reservationId, operationId };
    case 'stock.return':
      return { type: 'stock.returned', reservationId, operationId };
    default:
      return assertNever(type, 'stock command');
  }
}

function rejected(type: StockCommandType, command: Command, code: string, reason: string | null): FactInput {
  const reservationId = reservationOf(command);
  if (type === 'stock.reserve') return { type: 'stock.rejected', reservationId, code, reason };
  return { type: 'stock.failed', reservationId, operationId: command.id, code, reason };
}
