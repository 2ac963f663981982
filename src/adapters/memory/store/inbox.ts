import type { Timestamp } from '../../../machine/index.ts';
import type { InboxMessage } from '../../../ports/index.ts';
import { isolate } from '../isolate.ts';
import type { Database } from './database.ts';
import { messageKey } from './rows.ts';

/** Keeps a message; it waits for the order that has its `orderRef` as id or number, now or later. */
export function receiveMessage(
  database: Database,
  message: InboxMessage,
  now: Timestamp,
): 'stored' | 'duplicate' | 'conflict' {
  const key = messageKey(message);
  const known = database.messages.get(key);
  if (known !== undefined) return known.message.bodyHash === message.bodyHash ? 'duplicate' : 'conflict';
  database.messages.set(key, {
    message: isolate({ ...message, attempts: 0 }),
    state: 'waiting',
    since: now,
    index: database.nextIndex(),
  });
  return 'stored';
}
