import * as z from 'zod';

/** The methods without which a port can't be used. */
export const methodsOf = {
  store: [
    'check',
    'load',
    'find',
    'nextNumber',
    'commit',
    'claim',
    'renew',
    'release',
    'receive',
    'recordRefusals',
    'otherOrders',
    'history',
    'nextDue',
    'deadLetters',
    'redrive',
    'discard',
    'list',
  ],
  payment: ['authorize', 'capture', 'void', 'refund', 'find'],
  warehouse: ['available', 'reserve', 'release', 'confirm', 'return', 'find'],
  fulfillment: ['create', 'cancel', 'find'],
  shipping: ['createShipment', 'cancelShipment', 'find'],
  notification: ['send'],
  checkout: ['clear'],
  risk: ['screen'],
  customer: ['get'],
  catalog: ['find'],
  address: ['validate'],
  discount: ['offers'],
  tax: ['rates'],
  bus: ['publish'],
  clock: ['now', 'sleep', 'after'],
  ids: ['next'],
  random: ['next'],
  logger: ['debug', 'info', 'warn', 'error'],
} as const;

/** An object with methods, taken as it is. Each missing method is a problem of its own. */
export function withMethods<Port>(methods: readonly string[]) {
  return z.custom<Port>().superRefine((value, context) => {
    if (typeof value !== 'object' || value === null) {
      context.addIssue({
        code: 'custom',
        message: `must be an object with the methods ${methods.join(', ')}`,
      });
      return;
    }
    const given = value as Record<string, unknown>;
    for (const method of methods) {
      if (typeof given[method] === 'function') continue;
      context.addIssue({ code: 'custom', path: [method], message: 'must be a function' });
    }
  });
}
