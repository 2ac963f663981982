import type { JournalEntry, Order, ScanRecord, StatusRecord, Timestamp } from '../../../machine/index.ts';
import type { DeadLetter, StoredCommand, StoredEvent, StoredMessage } from '../../../ports/index.ts';

/** Who works on an order, and until when. */
interface Lease {
  readonly token: string;
  readonly until: Timestamp;
}

/** An order with its outbox. Rows are never changed, only replaced. */
export interface OrderRow {
  readonly order: Order;
  /** Its place among all orders, by the time they were created here. */
  readonly index: number;
  readonly lease: Lease | null;
  /** The position that the next command gets. */
  readonly nextPosition: number;
  /** By position. */
  readonly commands: readonly StoredCommand[];
  /** By sequence. */
  readonly events: readonly StoredEvent[];
}

/** A message in the inbox. Handled and dead ones stay, so that a repetition is recognised. */
export interface MessageRow {
  readonly message: StoredMessage;
  readonly state: 'waiting' | 'handled' | 'dead';
  /** Since when it is in that state. */
  readonly since: Timestamp;
  /** Its place among all messages, by arrival. */
  readonly index: number;
}

/** A dead letter with the row it was, so that it can be put back. */
export interface LetterRow {
  readonly letter: DeadLetter;
  readonly index: number;
  readonly body:
    | { readonly kind: 'command'; readonly command: StoredCommand }
    | { readonly kind: 'event'; readonly event: StoredEvent }
    | { readonly kind: 'message'; readonly key: string };
}

/** The rows of each table. */
export interface Rows {
  numbers: string;
  /** What a creation key stands for. */
  creations: { readonly orderId: string; readonly hash: string };
  messages: MessageRow;
  letters: LetterRow;
  history: readonly StatusRecord[];
  journal: readonly JournalEntry[];
  scans: readonly ScanRecord[];
  orders: OrderRow;
}

/** The key of a message: handler and id, apart. */
export function messageKey(message: { readonly handler: string; readonly messageId: string }): string {
  return JSON.stringify([message.handler, message.messageId]);
}
