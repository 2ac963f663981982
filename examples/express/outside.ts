/**
 * THE PLACE TO PLUG IN YOUR OWN: payment provider, warehouse, fulfilment and carrier. Here they are simulated, in this
 * process, with their books in a file. Replace `ports` with your adapters, and delete what reports facts: your provider
 * calls /webhooks/payments by itself, your warehouse and carrier a route like it, or your bus.
 */
import { join } from 'node:path';
import type { CloudEvent, OrderPorts } from 'statecart';
import { writePaymentEvent } from '../http/payment-event.ts';
import { signatureHeader, signatureOf } from '../http/payment-signature.ts';
import { openSimulatedOutside } from '../outside/simulated-outside.ts';
import type { Config } from './config.ts';

/** The outside of the shop. */
export interface Outside {
  readonly ports: OrderPorts;
  /** Lets nothing more happen by itself; calls are still answered. */
  stop(): void;
  close(): void;
}

/** Opens the outside. `url`: where this service listens; `receive`: takes facts that do not come by webhook. */
export function openOutside(
  config: Config,
  url: () => string,
  receive: (fact: CloudEvent) => Promise<unknown>,
): Outside {
  const simulated = openSimulatedOutside({
    books: join(config.dataDir, 'outside.jsonl'),
    stepMs: config.simulatedStepMs,
    deliver: (fact) => (fact.source === 'payments' ? sendWebhook(config, url(), fact) : receive(fact)),
  });
  return {
    ports: simulated.world.ports,
    stop: () => simulated.world.stop(),
    close: () => simulated.close(),
  };
}

/** As a payment provider does: signed, over HTTP. An answer that is no success makes it come again. */
async function sendWebhook({ webhookSecret }: Config, url: string, fact: CloudEvent): Promise<void> {
  const body = writePaymentEvent(fact);
  const response = await fetch(`${url}/webhooks/payments`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      [signatureHeader]: signatureOf(body, webhookSecret, Math.floor(Date.now() / 1_000)),
    },
    body,
    signal: AbortSignal.timeout(10_000),
  });
  await response.arrayBuffer();
  if (!response.ok) throw new Error(`/webhooks/payments answered ${response.status}`);
}
