import { AssertionError } from 'node:assert';
import {
  admit,
  type EventInput,
  isFact,
  type Order,
  type OrderEvent,
  parseEvent,
  type StepResult,
  step,
} from 'statecart/machine';
import { inFlight, success } from '../../src/testing/answers.ts';
import { brokenInvariants, brokenStepInvariants } from '../../src/testing/invariants.ts';
import { metaAt } from '../support/walk.ts';
import { eventFor, type Operation, type Past } from './operations.ts';

/** How the operations of sequences came out. */
export interface Tally {
  sequences: number;
  sent: number;
  applied: number;
  duplicate: number;
  anomaly: number;
  refused: number;
  /** How often each type of event was applied. */
  readonly types: Map<string, number>;
}

export const emptyTally = (): Tally => ({
  sequences: 0,
  sent: 0,
  applied: 0,
  duplicate: 0,
  anomaly: 0,
  refused: 0,
  types: new Map(),
});

/** More answers than any order has waited for. */
const answerLimit = 500;

/**
 * Takes an order through a sequence of operations, and then lets everything that is under way succeed. After each step
 * every invariant is checked. @throws AssertionError with the events that led there.
 */
export function runSequence(first: Order, operations: readonly Operation[], at: number, tally: Tally): Order {
  const past: { orders: Order[]; events: EventInput[] } = { orders: [first], events: [] };
  const asked = new Set<string>();
  let untried: readonly string[] = [];
  let order = first;
  let now = at;
  tally.sequences += 1;

  const take = (input: EventInput, known: readonly string[]): boolean => {
    now = Math.max(now + 1_000, input.meta?.receivedAt ?? 0);
    const { meta: _meta, ...payload } = input;
    const event = parseEvent(payload, { ...metaAt(now, `event-${past.events.length}`), untried: [...known] });
    tally.sent += 1;
    past.events.push(input);
    if (!isFact(event) && !admit(order, event).ok) {
      tally.refused += 1;
      return false;
    }
    const result = step(order, event);
    tally[result.outcome] += 1;
    if (result.outcome === 'applied') tally.types.set(event.type, (tally.types.get(event.type) ?? 0) + 1);
    check(order, event, result, asked, past);
    const gone = new Set(result.withdrawn);
    untried = [...known.filter((id) => !gone.has(id)), ...result.commands.map(({ id }) => id)];
    order = result.order;
    past.orders.push(order);
    return result.outcome === 'applied';
  };

  for (const operation of operations) {
    const input = eventFor(order, operation, past);
    // Now and then no worker has attempted what was asked for last.
    if (input !== undefined) take(input, operation.pick % 4 === 0 ? untried : []);
  }
  for (let answers = 0; answers < answerLimit; answers += 1) {
    const [next] = inFlight(order);
    if (next === undefined) return order;
    take(success(next), []);
  }
  throw new AssertionError({ message: `the order does not come to rest after ${told(past)}` });
}

function check(before: Order, event: OrderEvent, result: StepResult, asked: Set<string>, past: Past): void {
  const again = result.commands.filter(({ id }) => asked.has(id)).map(({ type }) => type);
  for (const { id } of result.commands) asked.add(id);
  const broken = [
    ...brokenInvariants(result.order),
    ...brokenStepInvariants(before, result, event),
    ...again.map((type) => `${type} was asked for twice`),
  ];
  if (broken.length === 0) return;
  throw new AssertionError({
    message: `${event.type} breaks: ${broken.join('; ')}\nafter ${told(past)}`,
    actual: broken,
    expected: [],
  });
}

const told = ({ events }: Past) => events.map((event) => JSON.stringify(event)).join('\n      ');
