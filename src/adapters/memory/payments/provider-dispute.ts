import type { MinorUnits, Timestamp } from '../../../machine/index.ts';

/** A dispute in the provider's book. While it is `open` the provider holds the money back. */
export type ProviderDispute = {
  readonly reference: string;
  readonly account: string;
  readonly orderId: string;
  /** The capture that is disputed. */
  readonly charge: string;
  readonly currency: string;
  readonly amountMinor: MinorUnits;
  readonly reasonCode: string;
  readonly state: 'open' | 'won' | 'lost';
  readonly openedAt: Timestamp;
  readonly evidenceDueAt: Timestamp | null;
  readonly closedAt: Timestamp | null;
};
