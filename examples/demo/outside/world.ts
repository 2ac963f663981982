import {
  createMemoryWorld,
  type MemoryWorld,
  type MemoryWorldOptions,
  type Rule,
} from 'statecart/adapters/memory';
import type { ShopFile } from '../file/file-schema.ts';
import { orderIdOf } from '../file/order-input.ts';
import type { OutsideRules } from '../file/rule-schema.ts';

const hour = 3_600_000;

/** How long people and parcels take. */
const picking = { pickingMs: 2 * hour, packingMs: hour, packedMs: hour / 2, parcelMs: 3 * hour };
const parcels = { dispatchMs: 5 * hour, transitMs: 9 * hour, deliveryMs: 21 * hour };

/** The provider, the warehouses, the pickers and the carrier of a shop, with the rules that its orders bring along. */
export function createOutsideWorld(
  file: ShopFile,
  rest: Required<Pick<MemoryWorldOptions, 'clock' | 'deliver' | 'onChange'>>,
): MemoryWorld {
  const rulesOf = (party: keyof OutsideRules): Rule[] =>
    file.orders.flatMap((order) =>
      order.outside[party].map((rule) => ({ ...rule, where: { orderId: orderIdOf(order.key) } }) as Rule),
    );
  return createMemoryWorld({
    ...rest,
    stock: Object.entries(file.shop.stock).flatMap(([warehouseId, shelf]) =>
      Object.entries(shelf).map(([sku, onHand]) => ({ warehouseId, sku, onHand })),
    ),
    payments: { rules: rulesOf('payment') },
    warehouse: { rules: rulesOf('warehouse') },
    fulfillment: { rules: rulesOf('fulfillment'), pace: picking },
    shipping: { rules: rulesOf('shipping'), pace: parcels, carrier: 'north-sea-parcels' },
    risk: { rules: rulesOf('risk') },
    notifications: { rules: rulesOf('notification') },
  });
}
