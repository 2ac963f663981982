import { ownVocabulary } from '../ports/index.ts';
import { createContext } from './context.ts';
import { create, prepareOrder } from './creation.ts';
import { createDeadLetters } from './dead-letters.ts';
import { handlersOf } from './inbound/handlers.ts';
import { receive } from './inbound/receive.ts';
import { trackingHandler, vocabulariesOf } from './inbound/tracking-handler.ts';
import { createJoined, joinedStore } from './joined.ts';
import { maintain } from './maintenance/maintenance.ts';
import { type RuntimeOptions, resolveOptions } from './options.ts';
import type { Orders } from './orders.ts';
import { createReads } from './reads.ts';
import { createRefresh } from './refresh.ts';
import { createRequests } from './requests.ts';
import { waitFor } from './wait-for.ts';
import { Worker } from './worker/worker.ts';

const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/**
 * Puts a runtime together. Nothing connects and nothing runs until a method is called.
 *
 * @throws OrderError `OPTIONS_INVALID` with every problem.
 */
export function createRuntime<Transaction>(options: RuntimeOptions<Transaction>): Orders<Transaction> {
  const context = createContext(resolveOptions(options as RuntimeOptions));
  const handlers = handlersOf(
    context.options.handlers,
    trackingHandler(
      vocabulariesOf(context.options.vocabularies),
      context.ports.shipping.vocabulary ?? ownVocabulary,
    ),
    context.order.factTypes,
  );
  const worker = new Worker(context);
  /** The reference may be an id or a number; an order that is not there yet has nothing to be worked on. */
  const apply = async (orderRef: string): Promise<void> => {
    const found = uuid.test(orderRef) ? null : await context.store.find({ number: orderRef });
    await worker.workOnOrder(found?.orderId ?? orderRef);
  };
  return Object.freeze({
    ...createRequests(context),
    ...createReads(context),
    ...createRefresh(context),
    ready: () => context.ready(),
    createDraft: (input, how = {}) => create(context, input, false, how),
    create: (input, how = {}) => create(context, input, true, how),
    async prepare(input) {
      await context.ready();
      return prepareOrder(context, input, true);
    },
    waitFor: (orderId, predicate, how = {}) => waitFor(context, orderId, predicate, how),
    receive: (event) => receive(context, handlers, event, apply),
    start: () => worker.start(),
    stop: (how = {}) => worker.stop(how),
    drain: (how = {}) => worker.drain(how),
    maintenance: (how = {}) => maintain(context, worker, how),
    deadLetters: createDeadLetters(context),
    join: (transaction) => createJoined(context, joinedStore(context, transaction)),
  } satisfies Orders<Transaction>);
}
