import type { CloudEvent, StoredEvent } from '../ports/index.ts';
import { rfc3339 } from './calendar.ts';

/** A published event as it goes over the bus: CloudEvents 1.0 with the extensions for sequence and tracing. */
export function toCloudEvent(event: StoredEvent, source: string): CloudEvent {
  return {
    specversion: '1.0',
    id: event.id,
    source,
    type: event.type,
    subject: event.orderId,
    time: rfc3339(event.occurredAt),
    datacontenttype: 'application/json',
    ...(event.meta.traceparent === null ? {} : { traceparent: event.meta.traceparent }),
    sequence: String(event.sequence).padStart(10, '0'),
    data: event.data,
  };
}
