import { createHash } from 'node:crypto';
import type { CreateInput } from 'statecart';
import type { ShopOrder } from './file-schema.ts';

/** The id of an order, out of its key: the same in every run. A UUID of version 5 (RFC 9562), by SHA-1 of the name. */
export function orderIdOf(key: string): string {
  const bytes = createHash('sha1').update(`statecart-demo:${key}`).digest().subarray(0, 16);
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x50, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  const hex = bytes.toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}

/** An order of the file, as `orders.create` takes it. */
export function createInputOf(order: ShopOrder): CreateInput {
  const { key, title, currency, customer, shippingAddress, billingAddress, payments, shipping, notes } =
    order;
  return {
    id: orderIdOf(key),
    currency,
    customer,
    lines: order.lines.map(({ currency: _same, productId, ...line }) => ({
      ...line,
      productId: productId ?? line.sku,
    })),
    shippingAddress,
    billingAddress,
    payments,
    shipping,
    notes,
    sessionId: `session-${key}`,
    cartId: `cart-${key}`,
    metadata: { key, title },
  };
}
