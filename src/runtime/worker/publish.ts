import type { Claim, DeadLetter, RetryLater, StoredEvent } from '../../ports/index.ts';
import { backoffMs } from '../backoff.ts';
import { abortedCode, failureOf, limited } from '../call.ts';
import type { Context } from '../context.ts';
import { toCloudEvent } from '../outbound.ts';
import { eventLetter } from './letters.ts';

/** How far publishing has come. */
export interface Published {
  readonly published: readonly string[];
  readonly later: readonly RetryLater[];
  readonly dead: readonly DeadLetter[];
}

/**
 * Publishes an order's events in their order, as long as `goOn` says so. One that fails holds up those behind it until
 * it is published or becomes a dead letter; then the others go on, and subscribers see the gap in `sequence`.
 */
export async function publishAll(
  context: Context,
  claim: Claim,
  signal: AbortSignal,
  goOn: () => boolean,
): Promise<Published> {
  const published: string[] = [];
  for (const event of claim.events) {
    if (!goOn()) break;
    const failed = await publish(context, event, signal);
    if (failed !== null) return { published, ...failed };
    published.push(event.id);
  }
  return { published, later: [], dead: [] };
}

async function publish(
  context: Context,
  event: StoredEvent,
  signal: AbortSignal,
): Promise<Omit<Published, 'published'> | null> {
  const { bus, source, worker } = context.options;
  if (bus === null) return null;
  try {
    await limited(context.clock, {
      what: `publishing ${event.type}`,
      timeoutMs: worker.publishTimeoutMs,
      signal,
      run: (inner) => bus.publish(toCloudEvent(event, source), { signal: inner }),
    });
    return null;
  } catch (error) {
    const failure = failureOf(error);
    const aborted = failure.code === abortedCode;
    const now = context.clock.now();
    if (!aborted && (failure.retry === 'never' || event.attempts >= worker.maxAttempts)) {
      return { later: [], dead: [eventLetter(event, failure.message, now)] };
    }
    const pauseMs = aborted ? 0 : backoffMs(event.attempts, worker.backoff, context.random);
    context.logger.warn(
      { orderId: event.orderId, eventId: event.id, attempt: event.attempts, err: error },
      'an event could not be published',
    );
    return {
      later: [{ id: event.id, runAt: now + pauseMs, error: failure.message, unknown: false }],
      dead: [],
    };
  }
}
