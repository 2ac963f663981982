import type { Anomaly, Command, JournalEntry, PublishedEvent, StatusRecord } from './commands.ts';
import type { Order } from './order.ts';

/** What came of an event. Plain data: the runtime commits it in one transaction. */
export interface StepResult {
  /** `duplicate`: nothing changed, and nothing is to be written. */
  readonly outcome: 'applied' | 'duplicate' | 'anomaly';
  /** The order after the event. */
  readonly order: Order;
  readonly commands: readonly Command[];
  /** Operations taken back before anybody attempted them: their commands are to be deleted, if still untried. */
  readonly withdrawn: readonly string[];
  readonly events: readonly PublishedEvent[];
  readonly history: readonly StatusRecord[];
  readonly journal: readonly JournalEntry[];
  readonly anomaly: Anomaly | null;
}
