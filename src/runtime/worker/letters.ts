import type { DeadLetter, StoredCommand, StoredEvent, StoredMessage } from '../../ports/index.ts';

/** The dead letter of a command. */
export function commandLetter(command: StoredCommand, error: string, at: number): DeadLetter {
  const { orderId, type, data, meta, attempts } = command;
  return { id: `command:${command.id}`, kind: 'command', orderId, type, data, meta, attempts, error, at };
}

/** The dead letter of an event that could not be published. */
export function eventLetter(event: StoredEvent, error: string, at: number): DeadLetter {
  const { orderId, type, data, meta, attempts } = event;
  return { id: `event:${event.id}`, kind: 'event', orderId, type, data, meta, attempts, error, at };
}

/** The dead letter of a message that could not be applied. */
export function messageLetter(
  message: StoredMessage,
  orderId: string,
  error: string,
  at: number,
): DeadLetter {
  const { handler, messageId, fact, meta, attempts } = message;
  return {
    id: `message:${handler}:${messageId}`,
    kind: 'message',
    orderId,
    type: typeof fact.type === 'string' ? fact.type : handler,
    data: fact,
    meta,
    attempts,
    error,
    at,
  };
}
