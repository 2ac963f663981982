import type { AuthorizeRequest, CaptureRequest, RefundRequest, VoidRequest } from '../../../ports/index.ts';
import type { Rule } from '../simulation/script.ts';
import type { Manner, PaymentMethod } from './payment-facts.ts';

/** What a provider can be asked. */
export type PaymentRequest = AuthorizeRequest | CaptureRequest | VoidRequest | RefundRequest;

/** A call whose outcome comes later. */
export type Settling = {
  readonly method: PaymentMethod;
  readonly request: PaymentRequest;
  readonly key: string;
  readonly reference: string;
  readonly sale: boolean;
  readonly manner: Manner;
  readonly rule: Rule;
};
