import * as z from 'zod';
import { parseAs, eventParts as part } from '../../machine/index.ts';
import type { CloudEvent } from '../../ports/index.ts';
import { parseRfc3339 } from '../calendar.ts';

/** The most characters that the data of a message may have as JSON. */
export const maxMessageLength = 262_144;

/** A CloudEvent as it comes in. Extensions that nobody asked for are let through and ignored. */
const cloudEventSchema = z.object({
  specversion: z.literal('1.0'),
  id: part.id,
  source: part.id,
  type: part.id,
  subject: part.id.optional(),
  time: z
    .string()
    .refine(
      (text) => parseRfc3339(text) !== null,
      'must be a moment in RFC 3339, such as 2026-11-22T10:15:30Z',
    )
    .optional(),
  datacontenttype: z
    .string()
    .regex(/^application\/(?:[\w.+-]+\+)?json(?:;|$)/, 'must be JSON')
    .optional(),
  traceparent: z.string().max(part.maxTraceparent).optional(),
  data: z
    .record(z.string(), z.json())
    .refine(part.isShallow, { message: part.tooDeep, abort: true })
    .refine(
      (data) => JSON.stringify(data).length <= maxMessageLength,
      `must be at most ${maxMessageLength} characters as JSON`,
    )
    .default({}),
});

/** A CloudEvent that was checked; its data is always there. */
export interface InboundEvent extends CloudEvent {
  readonly data: NonNullable<CloudEvent['data']>;
}

/**
 * Checks a CloudEvent.
 * @throws OrderError `VALIDATION_FAILED` with every problem.
 */
export function parseCloudEvent(input: unknown): InboundEvent {
  const { datacontenttype: _json, ...event } = parseAs(cloudEventSchema, input, 'the CloudEvent');
  return event as InboundEvent;
}
