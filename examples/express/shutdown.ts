import type { Server } from 'node:http';
import type { Logger } from 'statecart';
import { systemClock } from 'statecart/adapters/system';

/** How long requests may take to finish, in milliseconds. */
const requestsMs = 10_000;
/** How long everything may take, in milliseconds: Kubernetes kills after 30 seconds. */
const allMs = 25_000;

/** Ends a server: it takes no more connections, finishes the requests it has, and cuts those that take too long. */
export async function closeServer(server: Server): Promise<void> {
  const cut = setTimeout(() => server.closeAllConnections(), requestsMs);
  await new Promise<void>((resolve) => server.close(() => resolve()));
  clearTimeout(cut);
}

/** On SIGTERM, or Ctrl-C, runs `steps` one after the other; the process then ends by itself, with 0 if all went well. */
export function onSignal(logger: Logger, delayMs: number, begin: () => void, steps: readonly Step[]): void {
  const end = async (signal: string): Promise<void> => {
    logger.info({ signal }, 'shutting down');
    begin();
    setTimeout(() => process.exit(1), delayMs + allMs).unref();
    // Load balancers go on sending until they have seen that we are not ready.
    await systemClock.sleep(delayMs);
    for (const step of steps) {
      try {
        await step();
      } catch (error) {
        process.exitCode = 1;
        logger.error({ err: error }, 'a step of the shutdown failed');
      }
    }
    logger.info({}, 'shut down');
  };
  let ending = false;
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.on(signal, () => {
      if (!ending) void end(signal);
      ending = true;
    });
  }
}

/** One step of the way out. */
export type Step = () => unknown;
