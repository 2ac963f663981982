import type { MinorUnits } from '../money.ts';
import type { Timestamp } from './json.ts';
import type { Operation } from './operation.ts';

/** One way of paying, with the ledger of its transactions. */
export interface Payment {
  readonly id: string;
  /** `card`, `bank_transfer`, `gift_card`…: the payment port knows what to do with it. */
  readonly method: string;
  readonly provider: string;
  /** What the port needs to charge it, such as a payment method's token. Never card data. */
  readonly token: string | null;
  /** What this payment is to cover; `null`: whatever is still open. */
  readonly amountMinor: MinorUnits | null;
  /** `elsewhere`: it began outside (a hosted checkout) and was attached when we heard of it. */
  readonly origin: 'ours' | 'elsewhere';
  readonly transactions: readonly Transaction[];
  /** Disputes that the customer's bank has opened over it. */
  readonly chargebacks: readonly Chargeback[];
  readonly addedAt: Timestamp;
}

/** What the customer has to do before a payment goes on, such as 3-D Secure. */
export interface NextAction {
  /** What it is, in the provider's words: `redirect`, `three_d_secure`, `qr_code`… */
  readonly type: string;
  /** Where the customer is to go. */
  readonly url: string | null;
}

/** What a person shows for what they record by hand. */
export interface Evidence {
  /** Why it is recorded by hand. */
  readonly reason: string;
  /** What proves it: a line of a bank statement, a receipt's number. */
  readonly document: string | null;
}

/**
 * One entry of a payment's ledger. A `sale` of the provider is an authorization and a capture. A `write_off` is what is
 * missing of the price and counts as paid: a shortfall within the terms' tolerance.
 */
export interface Transaction extends Operation {
  readonly kind: 'authorization' | 'capture' | 'void' | 'refund' | 'write_off';
  readonly amountMinor: MinorUnits;
  /** The authorization that a capture or a void belongs to. */
  readonly authorizationId: string | null;
  /** When an authorization stops being good. */
  readonly expiresAt: Timestamp | null;
  /** Set when an authorization has run out. */
  readonly expired: boolean;
  /** The agreed refund that a refund pays out; `null` when it settles the order. */
  readonly agreedRefundId: string | null;
  /** A person has asked to try again after it failed. */
  readonly retried: boolean;
  /** Of a capture: nothing more is to be captured of its authorization. */
  readonly final: boolean;
  /** Of an authorization under way: what the customer has to do. */
  readonly nextAction: NextAction | null;
  /** Of an authorization that waits for the customer or a bank: when it counts as failed. */
  readonly answerBy: Timestamp | null;
  /** Who said how it ended; `null`: whoever was asked. */
  readonly settledBy: string | null;
  /** What was shown for it, if a person recorded it by hand. */
  readonly evidence: Evidence | null;
}

/**
 * Money that the customer's bank takes back. While it is `open` the money is gone and can come back; `lost` it is gone for
 * good, `won` it is back.
 */
export interface Chargeback {
  /** `<order id>:chargeback:<n>`. */
  readonly id: string;
  /** The provider's own reference of the dispute. */
  readonly reference: string;
  readonly state: 'open' | 'won' | 'lost';
  readonly amountMinor: MinorUnits;
  /** Why the customer disputes it, in the provider's words: `fraudulent`, `product_not_received`… */
  readonly reasonCode: string;
  readonly openedAt: Timestamp;
  /** Until when proof has to be with the bank. */
  readonly evidenceDueAt: Timestamp | null;
  /** When people were reminded of that. */
  readonly remindedAt: Timestamp | null;
  readonly closedAt: Timestamp | null;
  readonly openedBy: string | null;
  readonly closedBy: string | null;
  /** What was shown for it, if a person recorded it by hand. */
  readonly evidence: Evidence | null;
}

/** A refund that was agreed on: goodwill, a correction. */
export interface AgreedRefund {
  readonly id: string;
  readonly amountMinor: MinorUnits;
  readonly reason: string;
  readonly agreedAt: Timestamp;
  /** Who agreed to it. */
  readonly agreedBy: string | null;
}
