import { OrderError } from '../../errors/index.ts';
import { type EventMeta, parseAs, eventParts as part } from '../../machine/index.ts';
import type { CloudEvent, InboxMessage } from '../../ports/index.ts';
import { parseRfc3339 } from '../calendar.ts';
import { canonicalJson } from '../canonical-json.ts';
import type { Context } from '../context.ts';
import { stamp } from '../meta.ts';
import { type InboundEvent, parseCloudEvent } from './cloud-event.ts';
import type { InboundFact, InboundHandler } from './handlers.ts';

/** What became of a message. All of them mean: acknowledge it. */
export interface Receipt {
  /** `stored`: it will be applied; `duplicate`: it came before; `ignored`: it changes nothing by its meaning. */
  readonly status: 'stored' | 'duplicate' | 'ignored';
  /** The order's id or number, as the message says; `null` if it was ignored. */
  readonly orderRef: string | null;
}

/** How long `receive` waits for the message to be applied before it returns all the same, in milliseconds. */
export const applyPatienceMs = 1_000;

/**
 * Stores a message in the inbox, and tries to apply it at once. Once it is stored it will be applied, by whichever
 * worker; if its order is not there yet, when it is.
 *
 * @throws OrderError `VALIDATION_FAILED`, `UNKNOWN_EVENT`, `NOT_ALLOWED` (a request), `MESSAGE_ID_REUSED`; nothing is stored then.
 */
export async function receive(
  context: Context,
  handlers: ReadonlyMap<string, InboundHandler>,
  input: CloudEvent,
  apply: (orderRef: string) => Promise<void>,
): Promise<Receipt> {
  const event = parseCloudEvent(input);
  const read = handlerFor(context, handlers, event.type)(event);
  if (read === null) return { status: 'ignored', orderRef: null };
  const message = await messageOf(context, event, read);
  await context.ready();
  const stored = await context.store.receive(message, context.clock.now());
  if (stored === 'conflict') throw reusedId(message);
  const fields = { orderRef: message.orderRef, type: event.type, messageId: message.messageId };
  context.logger.info(fields, stored === 'stored' ? 'a message was received' : 'a message came again');
  context.wakeups.committed(message.orderRef);
  await soon(context, apply(message.orderRef));
  return { status: stored, orderRef: message.orderRef };
}

function handlerFor(
  context: Context,
  handlers: ReadonlyMap<string, InboundHandler>,
  type: string,
): InboundHandler {
  const handler = type.startsWith('xstate.') ? undefined : handlers.get(type);
  if (handler !== undefined) return handler;
  if (context.order.requestTypes.includes(type)) {
    throw new OrderError(
      'NOT_ALLOWED',
      `\`${type}\` is a request, and messages report what has happened. Call send, which can answer with a refusal.`,
      {
        details: { type },
      },
    );
  }
  throw new OrderError(
    'UNKNOWN_EVENT',
    `no handler reads messages of type "${type}". Known are: ${[...handlers.keys()].join(', ')}; the option \`handlers\` adds more.`,
    { retry: 'afterFix', details: { type } },
  );
}

async function messageOf(context: Context, event: InboundEvent, read: InboundFact): Promise<InboxMessage> {
  const orderRef = orderRefOf(event, read);
  const messageId = await idOf(context, event);
  const { type, subject, data } = event;
  const meta = metaOf(context, event, messageId);
  const { meta: checked, ...fact } = context.order.parseEvent(read.fact, meta);
  const bodyHash = await context.options.sha256(canonicalJson({ type, subject, data }));
  return {
    handler: type,
    messageId,
    bodyHash,
    orderRef,
    fact: JSON.parse(JSON.stringify(fact)),
    meta: checked,
  };
}

function orderRefOf(event: InboundEvent, read: InboundFact): string {
  const ref = read.orderRef ?? event.subject ?? event.data.orderId ?? event.data.orderNumber;
  return parseAs(
    part.id,
    ref,
    `the order of the message ${event.type} (its subject, or orderId or orderNumber in its data)`,
  );
}

/**
 * A message is known by source and id together, as CloudEvents says. Where one of them has a space in it, another pair could
 * read the same side by side.
 */
async function idOf(context: Context, { source, id }: InboundEvent): Promise<string> {
  if (source.includes(' ') || id.includes(' ')) return context.options.sha256(JSON.stringify([source, id]));
  const full = `${source} ${id}`;
  return full.length <= part.maxIdLength ? full : await context.options.sha256(full);
}

function metaOf(context: Context, event: InboundEvent, messageId: string): EventMeta {
  const occurredAt = event.time === undefined ? null : parseRfc3339(event.time);
  return stamp(context, {
    eventId: messageId,
    actor: event.source,
    causationId: event.id,
    traceparent: event.traceparent ?? null,
    ...(occurredAt === null ? {} : { occurredAt: Math.max(0, occurredAt) }),
  });
}

function reusedId(message: InboxMessage): OrderError {
  return new OrderError(
    'MESSAGE_ID_REUSED',
    `the message "${message.messageId}" of type ${message.handler} came before with other content. It was not stored: each message needs an id of its own.`,
    { retry: 'afterFix', details: { handler: message.handler, messageId: message.messageId } },
  );
}

/** Waits a little: whoever sent the message gets the acknowledgement in time even if a port hangs. */
async function soon(context: Context, work: Promise<void>): Promise<void> {
  const patience = new AbortController();
  context.background.run('applying a message', () => work);
  await Promise.race([work.catch(() => {}), context.clock.sleep(applyPatienceMs, patience.signal)]);
  patience.abort('over');
}
