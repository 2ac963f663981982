import type { CreateInput } from 'statecart';
import { parseAs } from 'statecart/machine';
import { z } from 'zod';

/** Whatever it is: `create` says what is wrong with it. */
const given = z.unknown().optional();

/** What a client may decide about its order: no discount, no tax, no price of delivery. Prices are checked by the catalog. */
const orderRequest = z.strictObject({
  id: given,
  currency: given,
  customer: given,
  shippingAddress: given,
  billingAddress: given,
  notes: given,
  lines: z.array(
    z.strictObject({ productId: given, sku: given, name: given, quantity: given, unitPriceMinor: given }),
  ),
  payments: z.array(z.strictObject({ method: given, token: given })).optional(),
});

/** The input of `create` out of a client's body. @throws OrderError `VALIDATION_FAILED`. */
export function readOrderRequest(body: unknown): CreateInput {
  return parseAs(orderRequest, body, 'the order') as CreateInput;
}
