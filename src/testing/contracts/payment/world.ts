import type { MinorUnits } from '../../../machine/index.ts';
import type { PaymentPort } from '../../../ports/index.ts';
import type { Claims, PortContractOptions } from '../port/harness.ts';
import type { KeyedCapability, KeyedPortUnderTest } from '../port/keyed.ts';

/** What a payment provider has written down of one payment. */
export interface PaymentSums {
  readonly authorizedMinor: MinorUnits;
  readonly capturedMinor: MinorUnits;
  readonly voidedMinor: MinorUnits;
  readonly refundedMinor: MinorUnits;
}

/** What is paid with. The provider takes it. */
export interface PaymentMeans {
  /** @defaultValue 'card' */
  readonly method?: string;
  /** @defaultValue 'default' */
  readonly provider?: string;
  /** @defaultValue null */
  readonly token?: string | null;
  /** @defaultValue 'EUR' */
  readonly currency?: string;
}

/** A payment adapter under test. */
export interface PaymentUnderTest extends KeyedPortUnderTest<PaymentPort> {
  /** What the provider has written down of a payment. */
  readonly book?: (paymentId: string) => PaymentSums | Promise<PaymentSums>;
  /** A means of payment whose authorization is `pending`, or asks the customer for something. */
  readonly pending?: PaymentMeans;
  readonly actionRequired?: PaymentMeans;
  /** An amount that the provider can't take as it is: of a currency that it counts in other units. */
  readonly unrepresentable?: { readonly currency: string; readonly amountMinor: MinorUnits };
}

/**
 * What a payment adapter may claim besides what all may. `severalCaptures`: an authorization can be captured in parts;
 * `pending` and `actionRequired`: its test set-up has a means of payment for them; `unrepresentable`: there are amounts that
 * it has to refuse.
 */
export type PaymentCapability =
  | KeyedCapability
  | 'severalCaptures'
  | 'pending'
  | 'actionRequired'
  | 'unrepresentable';

/** What {@link paymentContract} needs. */
export interface PaymentContractOptions extends PortContractOptions<PaymentUnderTest> {
  readonly claims: Claims<PaymentCapability>;
  /** A good means of payment. @defaultValue a card without token, in EUR */
  readonly means?: PaymentMeans;
  /** Currencies that the provider takes, of various exponents. @defaultValue EUR, JPY, KWD */
  readonly currencies?: readonly string[];
}
