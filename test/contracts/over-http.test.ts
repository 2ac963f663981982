import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import type { MemoryWorld } from 'statecart/adapters/memory';
import { paymentContract, warehouseContract } from 'statecart/testing';
import { afterAll, beforeAll, describe, it } from 'vitest';
import { answerCall } from '../../examples/outside/answer-call.ts';
import { createJsonServer } from '../../examples/outside/json-server.ts';
import { portsAt } from '../../examples/outside/ports-at.ts';
import type { CallMessage } from '../../examples/outside/protocol.ts';
import { absent, simulatedClaims } from './claims.ts';
import { type Ports, paymentWorld, settleMs, simulated, warehouseWorld } from './memory-worlds.ts';

/** The world that answers now: each test has its own, behind one server. */
let answering: MemoryWorld;
const server = createJsonServer((_path, body) => answerCall(answering, body as CallMessage));
beforeAll(async () => {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
});
afterAll(async () => {
  server.closeAllConnections();
  server.close();
  await once(server, 'close');
});

/** The ports of the examples, which speak HTTP. They declare no `settleMs` of their own. */
const overHttp = () =>
  simulated((world) => {
    answering = world;
    const ports = portsAt(`http://127.0.0.1:${(server.address() as AddressInfo).port}`) as unknown as Ports;
    return {
      ...ports,
      payment: { ...ports.payment, settleMs },
      warehouse: { ...ports.warehouse, settleMs },
    };
  });

describe('the ports of the examples, over HTTP', () => {
  describe('payments', () => {
    paymentContract({
      describe,
      it,
      createPort: async () => paymentWorld(overHttp()),
      claims: {
        ...simulatedClaims,
        severalCaptures: true,
        pending: true,
        actionRequired: true,
        unrepresentable: absent('its book counts in minor units of whatever currency'),
      },
    });
  });
  describe('warehouses', () => {
    warehouseContract({
      describe,
      it,
      createPort: async () => warehouseWorld(overHttp()),
      claims: { ...simulatedClaims, partial: true },
    });
  });
});
