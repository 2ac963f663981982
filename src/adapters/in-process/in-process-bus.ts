import { EventEmitter } from 'eventemitter3';
import { PortError } from '../../errors/index.ts';
import type { PublishedType } from '../../machine/index.ts';
import type { CloudEvent, EventBusPort } from '../../ports/index.ts';

/** Takes an event. What it throws makes the event come again. */
export type BusHandler = (event: CloudEvent, call: { readonly signal: AbortSignal }) => void | Promise<void>;

/** The types one can subscribe to: a published type, another's own, or `*` for all. */
export type Subscription = PublishedType | '*' | (string & {});

/** One event on its way to its handlers. */
interface Delivery {
  to(handler: BusHandler): void;
}

/** A bus within this process. */
export interface InProcessBus extends EventBusPort {
  /** Calls `handler` with every event of the type until the returned function is called. */
  subscribe(type: Subscription, handler: BusHandler): () => void;
}

/**
 * Makes a bus within this process, on eventemitter3.
 *
 * `publish` calls the handlers of the type, then those of `*`, in the order they subscribed, and resolves when all of
 * them have finished. Every handler is called even if another fails.
 *
 * An event is delivered at least once: if a handler throws, `publish` rejects, the event is published again later, and
 * handlers that had succeeded see it again. A handler tells repetitions by the event's `id`. The next event of the order
 * waits until then.
 *
 * A caller that calls it off is let go at once, though the handlers that were called go on.
 *
 * @throws PortError `later` with the failed handlers' errors as `cause`; `aborted` (`later`, `unknown`).
 * @example
 * import { createInProcessBus } from 'statecart/adapters/in-process';
 * const bus = createInProcessBus();
 * const unsubscribe = bus.subscribe('order.status_changed', (event) => console.log(event.subject, event.data));
 */
export function createInProcessBus(): InProcessBus {
  const emitter = new EventEmitter<Record<string, [Delivery]>>();
  return {
    subscribe(type, handler) {
      // A function of its own each time, so that unsubscribing one subscription leaves the handler's others alone.
      const listener = (delivery: Delivery) => delivery.to(handler);
      emitter.on(type, listener);
      return () => {
        emitter.off(type, listener);
      };
    },
    async publish(event, call) {
      if (call.signal.aborted) {
        throw new PortError(`"${event.type}" was called off before it was published`, {
          outcome: 'failed',
          code: 'aborted',
        });
      }
      const running: Promise<void>[] = [];
      const delivery: Delivery = { to: (handler) => void running.push(run(handler, event, call)) };
      emitter.emit(event.type, delivery);
      if (event.type !== '*') emitter.emit('*', delivery);
      const outcomes = await unlessCalledOff(event.type, call.signal, Promise.allSettled(running));
      const errors = outcomes.flatMap((outcome) =>
        outcome.status === 'rejected' ? [outcome.reason as unknown] : [],
      );
      if (errors.length === 0) return;
      const first = errors[0] instanceof Error ? errors[0].message : String(errors[0]);
      throw new PortError(
        `${errors.length} of ${running.length} handlers of "${event.type}" failed: ${first}. The event is published again.`,
        { code: 'handler_failed', cause: errors.length === 1 ? errors[0] : new AggregateError(errors) },
      );
    },
  };
}

/** Turns what a handler throws at once into a rejection. */
async function run(
  handler: BusHandler,
  event: CloudEvent,
  call: { readonly signal: AbortSignal },
): Promise<void> {
  await handler(event, call);
}

function unlessCalledOff<T>(type: string, signal: AbortSignal, work: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const giveUp = () =>
      reject(new PortError(`"${type}" was called off before its handlers had finished`, { code: 'aborted' }));
    signal.addEventListener('abort', giveUp, { once: true });
    void work.then(resolve, reject).finally(() => signal.removeEventListener('abort', giveUp));
  });
}
