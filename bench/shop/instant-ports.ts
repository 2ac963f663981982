import type { OrderPorts } from 'statecart';
import type { Tell } from './outside.ts';

/**
 * An outside that answers at once: what is measured is the runtime and its store, not somebody's network. Pickers and the
 * carrier go on by themselves: what they do comes as messages, as it would from a webhook.
 */
export function instantPorts(tell: Tell): OrderPorts {
  return {
    payment: {
      authorize: async ({ amountMinor }, { key }) => ({ status: 'authorized', reference: key, amountMinor }),
      capture: async ({ amountMinor }, { key }) => ({ status: 'captured', reference: key, amountMinor }),
      void: async () => ({ status: 'voided' }),
      refund: async ({ amountMinor }) => ({ status: 'refunded', amountMinor }),
      find: async () => null,
    },
    warehouse: {
      available: async (skus) => skus.map((sku) => ({ sku, warehouseId: 'berlin', available: 1_000_000 })),
      reserve: async () => ({ status: 'done' }),
      release: async () => ({ status: 'done' }),
      confirm: async () => ({ status: 'done' }),
      return: async () => ({ status: 'done' }),
      find: async () => null,
    },
    fulfillment: {
      async create({ orderId, fulfillmentId }) {
        tell(orderId, 'fulfillment.progressed', { fulfillmentId, stage: 'picking' });
        tell(orderId, 'fulfillment.packed', { fulfillmentId });
        return { status: 'accepted' };
      },
      cancel: async () => ({ status: 'cancelled' }),
      find: async () => null,
    },
    shipping: {
      async createShipment({ orderId, shipmentId }) {
        tell(orderId, 'shipment.dispatched', { shipmentId });
        tell(orderId, 'shipment.delivered', { shipmentId });
        return { status: 'created', carrier: 'dhl', trackingNumber: shipmentId };
      },
      cancelShipment: async () => ({ status: 'cancelled' }),
      find: async () => null,
    },
  };
}
