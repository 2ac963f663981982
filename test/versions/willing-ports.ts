import type { OrderPorts } from 'statecart';

/** Ports that do whatever they are asked, and say so: what is tested is that they can be asked. */
export function willingPorts(): OrderPorts {
  const reference = null;
  return {
    payment: {
      authorize: async ({ amountMinor }) => ({ status: 'authorized', reference, amountMinor }),
      capture: async ({ amountMinor }) => ({ status: 'captured', reference, amountMinor }),
      void: async () => ({ status: 'voided', reference }),
      refund: async ({ amountMinor }) => ({ status: 'refunded', reference, amountMinor }),
      find: async () => null,
    },
    warehouse: {
      available: async () => [],
      reserve: async () => ({ status: 'done' }),
      release: async () => ({ status: 'done' }),
      confirm: async () => ({ status: 'done' }),
      return: async () => ({ status: 'done' }),
      find: async () => null,
    },
    fulfillment: {
      create: async () => ({ status: 'accepted' }),
      cancel: async () => ({ status: 'cancelled' }),
      find: async () => null,
    },
    shipping: {
      createShipment: async () => ({ status: 'created', carrier: 'dhl' }),
      cancelShipment: async () => ({ status: 'cancelled' }),
      find: async () => null,
    },
    risk: { screen: async () => ({ outcome: 'allow' }) },
    notification: { send: async () => {} },
    checkout: { clear: async () => {} },
  };
}
