import fc from 'fast-check';
import { type EventInput, isRequestType, type Order } from 'statecart/machine';
import { failure, inFlight, success } from '../../src/testing/answers.ts';
import type { Candidate } from '../../src/testing/candidate.ts';
import { candidateEvents } from '../../src/testing/candidate-events.ts';
import { boldRequests } from '../../src/testing/walk/unfit.ts';

/**
 * What comes next. `answer`: something that is under way succeeds; `failure`: it fails; `goods`: they come in, are packed, sent, delivered;
 * `request`: somebody asks for something that is allowed; `any`: anything that could come at all; `bold`: somebody asks
 * for what is not allowed; `late`: what could have come some time ago comes now; `again`: what came comes once more.
 */
const operationKinds = ['answer', 'failure', 'goods', 'request', 'any', 'bold', 'late', 'again'] as const;

/** A kind of operation, and the number that picks one of those that there are. */
export interface Operation {
  readonly kind: (typeof operationKinds)[number];
  readonly pick: number;
}

const weights: Readonly<Record<Operation['kind'], number>> = {
  answer: 8,
  failure: 1,
  goods: 5,
  request: 4,
  any: 3,
  bold: 1,
  late: 1,
  again: 1,
};

/** Operations of every kind, those that lead an order on most often. */
export const operations: fc.Arbitrary<Operation> = fc.record({
  kind: fc.constantFrom(
    ...operationKinds.flatMap((kind) => Array<Operation['kind']>(weights[kind]).fill(kind)),
  ),
  pick: fc.nat({ max: 99_999 }),
});

/** What has been seen of a sequence so far. */
export interface Past {
  readonly orders: readonly Order[];
  readonly events: readonly EventInput[];
}

/** The event that an operation stands for, as the order stands; `undefined`: there is none. */
export function eventFor(order: Order, { kind, pick }: Operation, past: Past): EventInput | undefined {
  const events = eventsOf(order, kind, pick, past);
  return events[pick % Math.max(1, events.length)];
}

/** What moves goods on, or gets them into trouble that they come out of. */
const goods =
  /^(order\.submit|fulfillment\.(progressed|packed|shipped|completed)|shipment\.(dispatched|in_transit|out_for_delivery|damaged|returned_to_sender|delivered)|return\.received)\/|^stock\.replenished\/(reservation|one)$/;

/** What ends most orders: it is left out most of the time, so that sequences get far. */
const enders =
  /^(order\.cancel|stock\.rejected|stock\.expired|fulfillment\.cancelled|payment\.failed)\/|^order\.cancel_lines\/all$|\/(elsewhere|foreign|stranger|\w+\.expires)$/;

/** How rarely what ends most orders comes. */
const enderEvery = 6;

function eventsOf(order: Order, kind: Operation['kind'], pick: number, past: Past): readonly EventInput[] {
  const could = (from: Order, which: (name: string, event: EventInput) => boolean) => {
    const candidates = candidateEvents(from).filter(({ name, event }) => which(name, event));
    const lasting = candidates.filter(({ name }) => !enders.test(name));
    return oneType(pick % enderEvery === 0 || lasting.length === 0 ? candidates : lasting, pick);
  };
  switch (kind) {
    case 'answer': {
      const answers = inFlight(order).map(success);
      return answers.length > 0 ? answers : eventsOf(order, 'goods', pick, past);
    }
    case 'failure': {
      const failures = inFlight(order).map((standing) => failure(standing, 'refused'));
      return failures.length > 0 ? failures : eventsOf(order, 'goods', pick, past);
    }
    case 'goods': {
      const onward = could(order, (name) => goods.test(name) && !name.endsWith('/stranger'));
      return onward.length > 0 ? onward : eventsOf(order, 'request', pick, past);
    }
    case 'request': {
      const requests = could(order, (_name, event) => isRequestType(event.type));
      return requests.length > 0 ? requests : eventsOf(order, 'any', pick, past);
    }
    case 'any':
      return could(order, () => true);
    case 'bold':
      return boldRequests(order).map(({ event }) => event);
    case 'late': {
      const earlier = past.orders[pick % past.orders.length];
      return earlier ? could(earlier, (_name, event) => !isRequestType(event.type)) : [];
    }
    case 'again':
      return past.events;
  }
}

/** Those of one type of event, so that no type is rare because others come in many cases. */
function oneType(candidates: readonly Candidate[], pick: number): readonly EventInput[] {
  const types = [...new Set(candidates.map(({ event }) => event.type))];
  const type = types[Math.floor(pick / enderEvery) % Math.max(1, types.length)];
  return candidates.filter(({ event }) => event.type === type).map(({ event }) => event);
}
