import type { PortCall, PortTraits } from './call.ts';

/** The shop's checkout session and cart, to be emptied when the order is placed. */
export interface CheckoutPort extends PortTraits {
  /** Clears the session and the cart; clearing what is gone is no error. */
  clear(
    checkout: { readonly orderId: string; readonly sessionId: string | null; readonly cartId: string | null },
    call: PortCall,
  ): Promise<void>;
}
