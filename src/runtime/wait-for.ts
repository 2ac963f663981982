import { OrderError } from '../errors/index.ts';
import type { Order } from '../machine/index.ts';
import type { Context } from './context.ts';
import { loadStored } from './load.ts';
import { Wakeup } from './wakeups.ts';

/** How long is waited when nothing is said, in milliseconds. */
export const defaultWaitMs = 30_000;

/** How long to wait. */
export interface WaitOptions {
  /** In milliseconds. @defaultValue 30000 */
  readonly timeoutMs?: number;
  /** Ends the waiting with `STOPPED`. */
  readonly signal?: AbortSignal;
}

/**
 * Waits until an order fulfils a condition: woken by commits here and elsewhere, and by polling, since a wake-up may be lost.
 * @throws OrderError `TIMEOUT`, `STOPPED`, `ORDER_NOT_FOUND`.
 */
export async function waitFor(
  context: Context,
  orderId: string,
  predicate: (order: Order) => boolean,
  { timeoutMs = defaultWaitMs, signal }: WaitOptions,
): Promise<Order> {
  await context.ready();
  const { clock, options } = context;
  const until = clock.now() + timeoutMs;
  const wakeup = new Wakeup();
  const wake = (): void => wakeup.wake();
  const unsubscribe = context.wakeups.subscribe(wake, orderId);
  signal?.addEventListener('abort', wake, { once: true });
  try {
    for (;;) {
      const { order } = await loadStored(context.loads, orderId, context.order);
      if (predicate(order)) return order;
      if (signal?.aborted) throw stopped(order, signal);
      const leftMs = until - clock.now();
      if (leftMs <= 0) throw timedOut(order, timeoutMs);
      await wakeup.sleep(clock, Math.min(leftMs, options.worker.pollMs));
    }
  } finally {
    unsubscribe();
    signal?.removeEventListener('abort', wake);
  }
}

function stopped(order: Order, signal: AbortSignal): OrderError {
  return new OrderError('STOPPED', `waiting for order ${order.number ?? order.id} was ended by its signal`, {
    cause: signal.reason,
  });
}

function timedOut(order: Order, timeoutMs: number): OrderError {
  const axes = Object.entries(order.axes).map(([axis, state]) => `${axis} ${state}`);
  return new OrderError(
    'TIMEOUT',
    `order ${order.number ?? order.id} did not get there within ${timeoutMs} ms: it stands at ${axes.join(', ')}. Wait again, or see whether a worker runs.`,
    { retry: 'later', details: { orderId: order.id, axes: order.axes, timeoutMs } },
  );
}
