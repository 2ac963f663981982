import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll } from 'vitest';
import { type Service, startService } from '../support/service.ts';
import { type ShopClient, shopAt, webhookSecret } from './shop-client.ts';

/** What a test may use of a shop that runs. */
export interface RunningShop {
  readonly shop: ShopClient;
  /** Starts it again on the same data. */
  readonly restart: () => Promise<Service>;
  /** The one that runs now. */
  readonly service: () => Service;
}

/** Opens a shop on a folder of its own before the tests, and ends it after them. */
export function runShop(environment: () => Record<string, string>): RunningShop {
  let folder: string;
  let service: Service | undefined;
  const running = () => {
    if (service === undefined) throw new Error('the shop does not run');
    return service;
  };
  const restart = async () => {
    service = await startService('examples/express/main.ts', {
      PORT: '0',
      DATA_DIR: folder,
      WEBHOOK_SECRET: webhookSecret,
      SIMULATED_STEP_MS: '20',
      SHUTDOWN_DELAY_MS: '2000',
      WORKER_LEASE_MS: '2000',
      ...environment(),
    });
    return service;
  };
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'statecart-express-'));
    await restart();
  });
  afterAll(async () => {
    service?.kill('SIGKILL');
    await service?.exit;
    await rm(folder, { recursive: true, force: true });
  });
  return { shop: shopOf(() => shopAt(running().url)), restart, service: running };
}

/** The shop wherever it listens now. */
function shopOf(client: () => ShopClient): ShopClient {
  return {
    call: (...how) => client().call(...how),
    get: (...how) => client().get(...how),
    place: (...how) => client().place(...how),
    cancel: (...how) => client().cancel(...how),
    webhook: (...how) => client().webhook(...how),
    becomes: (...how) => client().becomes(...how),
  };
}
