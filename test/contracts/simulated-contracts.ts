import {
  checkoutContract,
  fulfillmentContract,
  notificationContract,
  paymentContract,
  riskContract,
  shippingContract,
  type TestRunner,
  warehouseContract,
} from 'statecart/testing';
import { absent, simulatedClaims as claims } from './claims.ts';
import {
  checkoutWorld,
  fulfillmentWorld,
  notificationWorld,
  paymentWorld,
  riskWorld,
  shippingWorld,
  simulated,
  warehouseWorld,
} from './memory-worlds.ts';

/** The contracts of all parties that `createMemoryWorld` simulates. */
export function simulatedContracts(runner: TestRunner): void {
  const { describe } = runner;
  describe('payments in memory', () =>
    paymentContract({
      ...runner,
      createPort: async () => paymentWorld(simulated()),
      claims: {
        ...claims,
        severalCaptures: true,
        pending: true,
        actionRequired: true,
        unrepresentable: absent('its book counts in minor units of whatever currency'),
      },
    }));
  describe('warehouses in memory', () =>
    warehouseContract({
      ...runner,
      createPort: async () => warehouseWorld(simulated()),
      claims: { ...claims, partial: true },
    }));
  describe('pickers in memory', () =>
    fulfillmentContract({
      ...runner,
      createPort: async () => fulfillmentWorld(simulated()),
      claims: { ...claims, get: true },
    }));
  describe('a carrier in memory', () =>
    shippingContract({
      ...runner,
      createPort: async () => shippingWorld(simulated()),
      claims: { ...claims, rates: true, track: true },
    }));
  describe('notifications in memory', () =>
    notificationContract({ ...runner, createPort: async () => notificationWorld(simulated()), claims }));
  describe('a checkout in memory', () =>
    checkoutContract({ ...runner, createPort: async () => checkoutWorld(simulated()), claims }));
  describe('a risk screen in memory', () =>
    riskContract({ ...runner, createPort: async () => riskWorld(simulated()), claims }));
}
