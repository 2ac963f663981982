import { type Effect, effects, type OrderContext } from '../chart/behaviour.ts';
import type { CommandRef, PublishedRef } from '../commands.ts';
import { type OrderEvent, parseEvent } from '../events/index.ts';
import type { Taken } from '../ledgers/taken.ts';
import { take } from '../ledgers/writers.ts';
import type { JsonObject, Order } from '../order.ts';
import type { Additions } from './collect.ts';
import type { ImpliedFact, OwnTaken } from './extension.ts';
import type { Completed } from './own-fields.ts';

type Writing = Extract<Taking, { readonly facts?: unknown }>;

/** The action `record` of a composed order: events of extensions are written by them, all others as the base does. */
export function ownRecord(additions: Additions, fields: Completed) {
  return (context: OrderContext, event: OrderEvent): Effect => {
    const taken = takenBy(additions, context.order, event);
    return taken === undefined
      ? effects.record(context, event)
      : written(fields, context.order, event, taken);
  };
}

type Taking = OwnTaken<JsonObject, string, string>;

/** What an extension makes of an event. `undefined`: it is none of theirs. */
function takenBy(
  { take: writers, deadlines }: Additions,
  order: Order,
  event: OrderEvent,
): Taking | undefined {
  if (event.type !== 'deadline.reached') return writers[event.type]?.(order, event as never);
  return deadlines[event.name]?.reached(order, event);
}

function written(fields: Completed, order: Order, event: OrderEvent, taken: Taking): Effect {
  if (taken === null) return { context: { outcome: 'duplicate' }, published: [], commands: [] };
  if ('anomaly' in taken)
    return { context: { order, outcome: 'anomaly', anomaly: taken.anomaly }, published: [], commands: [] };
  const kept =
    taken.fields === undefined
      ? order
      : { ...order, extension: fields.changed(order, taken.fields, event.type) };
  const implied = (taken.facts ?? []).reduce((so, fact) => also(so, fact, event), {
    context: { order: kept, outcome: 'applied' },
    published: [],
    commands: [],
  } as Implied);
  return {
    context: implied.context,
    published: [...implied.published, ...asPublished(taken)],
    commands: [...implied.commands, ...asCommands(taken)],
  };
}

interface Implied extends Effect {
  readonly context: Partial<OrderContext> & { readonly order: Order };
}

/** A fact that the event means as well. One that the ledgers know already adds nothing; the first that does not fit is told. */
function also(so: Implied, fact: ImpliedFact, event: OrderEvent): Implied {
  const taken: Taken = take(so.context.order, parseEvent(fact, event.meta));
  if (taken.outcome === 'duplicate') return so;
  const { order, published = [] } = taken;
  const told = { published: [...so.published, ...published] };
  if (taken.outcome === 'applied')
    return {
      ...so,
      ...told,
      context: { ...so.context, order },
      commands: [...so.commands, ...taken.commands],
    };
  const anomaly = so.context.anomaly ?? { code: taken.code, message: taken.message };
  return { ...so, ...told, context: { order, outcome: 'anomaly', anomaly } };
}

const asPublished = ({ published = [] }: Writing) => published as unknown as readonly PublishedRef[];
const asCommands = ({ commands = [] }: Writing) => commands as unknown as readonly CommandRef[];
