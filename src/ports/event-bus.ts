import type { JsonObject } from '../machine/index.ts';

/** An event as it goes over the bus: CloudEvents 1.0, JSON format, structured mode. */
export interface CloudEvent {
  readonly specversion: '1.0';
  /** Unique with `source`; the same across retries. */
  readonly id: string;
  readonly source: string;
  readonly type: string;
  /** The order's id. */
  readonly subject?: string;
  /** RFC 3339. */
  readonly time?: string;
  readonly datacontenttype?: 'application/json';
  /** W3C trace context (the distributed tracing extension). */
  readonly traceparent?: string;
  /** Position within the order (the sequence extension), zero-padded so that it sorts as text. */
  readonly sequence?: string;
  readonly data?: JsonObject;
}

/**
 * Where events are published.
 *
 * @example
 * import { type EventBusPort, PortError } from 'statecart/ports';
 *
 * const bus: EventBusPort = {
 *   async publish(event, { signal }) {
 *     const response = await fetch('http://127.0.0.1:3500/v1.0/publish/pubsub/orders', {
 *       method: 'POST',
 *       headers: { 'content-type': 'application/cloudevents+json' },
 *       body: JSON.stringify(event),
 *       signal,
 *     });
 *     if (!response.ok) throw new PortError(`the bus answered ${response.status}`, { outcome: 'failed' });
 *   },
 * };
 */
export interface EventBusPort {
  /**
   * Publishes one event, and resolves when the bus has taken it over. Called in the order's own order: the next event of
   * an order is published only after this one. At least once: the same event may come again after a crash.
   */
  publish(event: CloudEvent, call: { readonly signal: AbortSignal }): Promise<void>;
}
