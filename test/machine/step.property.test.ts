import { AssertionError } from 'node:assert';
import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import {
  admit,
  isFact,
  type Order,
  type OrderEvent,
  orderBook,
  orderMachine,
  parseEvent,
  type StepResult,
  snapshotOf,
  statusTags,
  step,
} from 'statecart/machine';
import { describe, expect, test } from 'vitest';
import { transition } from 'xstate';
import { failure, inFlight, success } from '../../src/testing/answers.ts';
import { candidateEvents } from '../../src/testing/candidate-events.ts';
import { brokenInvariants, brokenStepInvariants } from '../../src/testing/invariants.ts';
import { deepFreeze } from '../support/changed.ts';
import { day, start } from '../support/given.ts';
import { eventOf, firstOrder, metaAt, type Walk, walks } from '../support/walk.ts';

/** Goes along a walk: each event that is admitted is shown to `look`, with the order before it and what came of it. */
function along(walk: Walk, look: (order: Order, event: OrderEvent, result: StepResult) => void): Order {
  let order = deepFreeze(firstOrder(walk));
  walk.choices.forEach((choice, index) => {
    const event = deepFreeze(eventOf(order, choice, start + (index + 1) * 1_000));
    if (!isFact(event) && !admit(order, event).ok) return;
    const result = step(order, event);
    look(order, event, result);
    order = deepFreeze(result.order);
  });
  return order;
}

const stored = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T;

/** Like `expect(actual).toStrictEqual(expected)`, and fast when they are equal. @throws AssertionError with the sentence. */
function same(actual: unknown, expected: unknown, message: string): void {
  if (!isDeepStrictEqual(actual, expected)) throw new AssertionError({ actual, expected, message });
}

function isPureAndSurvivesJson(before: Order, event: OrderEvent, result: StepResult): void {
  same(stored(result.order), result.order, 'the order is plain JSON');
  same(
    step(stored(before), stored(event)),
    result,
    'the same order, read back, and event give the same result',
  );
}

function agreesWithXState(before: Order, event: OrderEvent, result: StepResult): void {
  if (result.outcome === 'duplicate' || event.type === 'deadline.reached') return;
  const [snapshot, actions] = transition(orderMachine, snapshotOf(before), event);
  same(snapshot.value, result.order.axes, 'the states of the statechart are the axes');
  same(snapshot.context.outcome, result.outcome, "XState's context says what came of the event");
  const { version, deadlines, published, timestamps } = result.order;
  const dressed = { ...snapshot.context.order, version, deadlines, published };
  same(
    { ...dressed, timestamps: { ...dressed.timestamps, updatedAt: timestamps.updatedAt } },
    result.order,
    "XState's context holds the order",
  );
  const types: string[] = actions.map((action) => action.type);
  const commands = types.filter((type) => type !== 'xstate.emit');
  same(commands.toSorted(), result.commands.map(({ type }) => type).toSorted(), 'the commands are the same');
  const emitted = types.length - commands.length + (result.anomaly ? 1 : 0);
  same(emitted, result.events.length, 'as many events are published');
}

const totals = (order: Order) => ({
  money: orderBook(order),
  goods: order.lines.map((line) => line.counts),
});

/** These say how many came, not in which parcel or delivery: only the id of the message tells a repetition. */
const counting = (event: OrderEvent) =>
  event.type === 'return.received' ||
  ((event.type === 'fulfillment.packed' || event.type === 'stock.short') && event.lines !== null);

function isTakenOnce(event: OrderEvent, result: StepResult): void {
  if (!isFact(event) || counting(event) || result.outcome === 'duplicate') return;
  const again = step(result.order, event);
  same(totals(again.order), totals(result.order), `${event.type} moves nothing when it comes again`);
}

const forward = /^(payment\.(authorize|capture)|stock\.reserve|(fulfillment|shipment)\.create)$/;

function asksNothingNewWhenCalledOff({ order, commands }: StepResult): void {
  const off = statusTags[order.axes.status].includes('ended') || order.cancellation?.state === 'requested';
  const asked = commands.map(({ type }) => type).filter((type) => off && forward.test(type));
  same(asked, [], `nothing new is asked for while the order is ${order.axes.status} and called off`);
}

describe('a step, on random walks over everything that can come to an order', () => {
  test('keeps every invariant, is pure, survives JSON, agrees with XState, asks for each operation once, and takes no fact twice', {
    timeout: 180_000,
  }, () => {
    let taken = 0;
    fc.assert(
      fc.property(walks(30), (walk) => {
        const asked = new Set<string>();
        along(walk, (before, event, result) => {
          taken += 1;
          const broken = [...brokenInvariants(result.order), ...brokenStepInvariants(before, result, event)];
          same(broken, [], `every invariant holds after ${event.type}`);
          isPureAndSurvivesJson(before, event, result);
          agreesWithXState(before, event, result);
          isTakenOnce(event, result);
          asksNothingNewWhenCalledOff(result);
          const again = result.commands.filter(({ id }) => asked.has(id)).map(({ type }) => type);
          same(again, [], 'no operation is asked for twice');
          for (const { id } of result.commands) asked.add(id);
        });
      }),
      { numRuns: 300 },
    );
    expect(taken).toBeGreaterThan(300 * 25);
  });

  test('never refuses a fact, whatever the order has gone through: it is applied, a duplicate, or an anomaly that says why', () => {
    const taken = new Set<string>();
    fc.assert(
      fc.property(walks(15), (walk) => {
        const order = along(walk, () => undefined);
        for (const { event: input } of candidateEvents(order)) {
          const event = parseEvent(input, metaAt(start + day, 'fact'));
          if (!isFact(event)) continue;
          const result = step(order, event);
          taken.add(event.type);
          same(result.anomaly !== null, result.outcome === 'anomaly', 'an anomaly says why');
          if (result.outcome === 'duplicate') same(result.order, order, 'a duplicate changes nothing');
        }
      }),
      { numRuns: 60 },
    );
    expect(taken.size).toBeGreaterThan(25);
  });

  test('lets an order come to rest: an answer ends its operation, and when all were given nothing is owed', () => {
    fc.assert(
      fc.property(walks(30), (walk) => {
        let order = along(walk, () => undefined);
        for (const standing of inFlight(order)) {
          const refused = parseEvent(failure(standing, 'refused'), metaAt(start + day, 'refused'));
          const left = inFlight(step(order, refused).order).map(({ operation }) => operation.id);
          expect(left, `${refused.type} answers ${standing.kind}`).not.toContain(standing.operation.id);
        }
        for (let answers = 0; answers < 200; answers += 1) {
          const [next] = inFlight(order);
          if (!next) break;
          const done = step(order, parseEvent(success(next), metaAt(start + day, `answer-${answers}`)));
          const left = inFlight(done.order).map(({ operation }) => operation.id);
          expect(left, `${next.kind} ends`).not.toContain(next.operation.id);
          order = done.order;
        }
        same(inFlight(order), [], 'nothing is under way any more');
        same(brokenInvariants(order), [], 'every invariant holds at rest');
      }),
      { numRuns: 100 },
    );
  });
});
