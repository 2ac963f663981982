import type { JournalEntry, StatusRecord, Timestamp } from '../machine/index.ts';

/** What is old enough, and how much of it at a time. */
export interface UpkeepBatch {
  /** What ended, was applied or came before this moment. */
  readonly before: Timestamp;
  /** The most rows that one call looks at, or takes. */
  readonly limit: number;
}

/** A batch of a walk over the journals, which goes on behind the last one. */
export interface UpkeepWalk extends UpkeepBatch {
  /** What the last call gave as `next`; left out: from the beginning. */
  readonly after?: string;
}

/** The journals of an order as they were read, to be given back to {@link StoreUpkeep.dropJournals} once they are kept elsewhere. */
export interface OldJournals {
  readonly orderId: string;
  readonly history: readonly StatusRecord[];
  readonly journal: readonly JournalEntry[];
  /** How far they were read, in the store's terms. What is written later stays. */
  readonly mark: string;
}

/**
 * What a store can forget, a batch at a time. Every method may be called twice and by several at the same time: each row goes
 * once, and nobody waits for an order that somebody works on. An order is at rest when nothing of it is due, leased, or in
 * the dead letters.
 */
export interface StoreUpkeep {
  /** Deletes orders that were never placed, have ended, and rest, with everything that belongs to them. Returns their ids. */
  dropDrafts(batch: UpkeepBatch): Promise<readonly string[]>;
  /** Forgets messages that were applied. The same message is taken as a new one from then on. Returns how many. */
  dropMessages(batch: UpkeepBatch): Promise<number>;
  /** Makes dead letters of messages whose order has never come. Returns the letters' ids. */
  buryParked(batch: UpkeepBatch & { readonly now: Timestamp }): Promise<readonly string[]>;
  /** Deletes refused requests from the journals. `next`: where to go on; `null`: that was all. */
  dropRefusals(walk: UpkeepWalk): Promise<{ readonly dropped: number; readonly next: string | null }>;
  /** The journals of placed orders that rest and have not changed since. Reads only. */
  oldJournals(
    walk: UpkeepWalk,
  ): Promise<{ readonly journals: readonly OldJournals[]; readonly next: string | null }>;
  /** Deletes journals as far as they were read. Returns how many records went. */
  dropJournals(read: readonly Pick<OldJournals, 'orderId' | 'mark'>[]): Promise<number>;
}
