import fc from 'fast-check';
import {
  admit,
  isFact,
  keepMinor,
  type Order,
  type OrderEvent,
  orderBook,
  parseEvent,
  type StepResult,
  step,
  sum,
} from 'statecart/machine';
import { describe, expect, test } from 'vitest';
import { inFlight, success } from '../../../src/testing/answers.ts';
import { candidateEvents } from '../../../src/testing/candidate-events.ts';
import { brokenInvariants, brokenStepInvariants } from '../../../src/testing/invariants.ts';
import { deepFreeze } from '../../support/changed.ts';
import { day, start } from '../../support/given.ts';
import { eventOf, firstOrder, metaAt, type Walk, walks } from '../../support/walk.ts';

const aboutGoods =
  /^(stock\.(short|replenished|expired)|stock\.reserved\/(half|nothing)|stock\.rejected|shortfall\.|deadline\.reached\/(backorder|shortfall|preorder|reservation))/;

/** Every third event is one about goods that are not there, if there is one. */
function next(order: Order, walk: Walk, index: number): OrderEvent {
  const choice = walk.choices[index]!;
  const at = start + (index + 1) * 1_000;
  const goods = candidateEvents(order).filter(({ name }) => aboutGoods.test(name));
  if (choice.pick % 3 !== 0 || goods.length === 0) return eventOf(order, choice, at);
  const { event } = goods[Math.floor(choice.pick / 3) % goods.length]!;
  return parseEvent(event, metaAt(Math.max(at, event.meta?.receivedAt ?? 0), `event-${order.version}`));
}

function along(walk: Walk, look: (before: Order, event: OrderEvent, result: StepResult) => void): Order {
  let order = deepFreeze(firstOrder(walk));
  for (const index of walk.choices.keys()) {
    const event = deepFreeze(next(order, walk, index));
    if (!isFact(event) && !admit(order, event).ok) continue;
    const result = step(order, event);
    look(order, event, result);
    order = deepFreeze(result.order);
  }
  return order;
}

const runs = Number(process.env['GOODS_WALKS'] ?? 150);

describe('an order whose goods are not there, on random walks', () => {
  test('keeps every invariant, and what waits is woken until it is reserved, replaced, given back or the order ends', {
    timeout: 600_000,
  }, () => {
    const seen = new Set<string>();
    fc.assert(
      fc.property(walks(40), (walk) => {
        const order = along(walk, (before, event, result) => {
          const broken = [...brokenInvariants(result.order), ...brokenStepInvariants(before, result)];
          expect(broken, `after ${event.type}`).toEqual([]);
          expect(takenEarly(event, result), `after ${event.type}`).toBe(0);
          for (const { state } of result.order.shortfalls) seen.add(state);
        });
        settles(order);
      }),
      { numRuns: runs },
    );
    const states = ['waiting', 'open', 'filled', 'substituted', 'refunded', 'ended'];
    expect(states.filter((state) => !seen.has(state))).toEqual([]);
  });
});

/** What an automatic capture takes for lines that are not out yet, where the terms take it later. */
function takenEarly(event: OrderEvent, { order, commands }: StepResult): number {
  const { capturePolicy, preorderCapture } = order.terms;
  const asked = commands.some(({ type }) => type === 'payment.capture') && event.type !== 'payment.capture';
  if (!asked || capturePolicy !== 'before_confirmation' || preorderCapture === 'on_placement') return 0;
  const captures = order.payments
    .flatMap(({ transactions }) => transactions)
    .filter(({ kind, state }) => kind === 'capture' && ['requested', 'succeeded', 'unknown'].includes(state));
  const later = order.lines.filter(
    ({ released, counts }) => !released && counts.cancelled + counts.shipped === 0,
  );
  const most = order.totals.totalMinor - sum(later.map(({ totalMinor }) => totalMinor));
  return Math.max(0, sum(captures.map(({ amountMinor }) => amountMinor)) - most);
}

/** Nobody decides, no goods come in, everything else succeeds: no unit is left that waits. */
function settles(from: Order): void {
  let order = from;
  let now = start + day;
  for (let count = 0; count < 400; count += 1) {
    const [owed] = inFlight(order);
    const [deadline] = order.deadlines.filter(({ name }) =>
      ['backorder.expires', 'shortfall.expires', 'preorder.release'].includes(name),
    );
    if (!owed && !deadline) break;
    if (!owed && deadline) now = Math.max(now, deadline.at);
    const event = owed ? success(owed) : { type: 'deadline.reached' as const, ...deadline! };
    order = step(order, parseEvent(event, metaAt(now, `settle-${count}`))).order;
    expect(brokenInvariants(order)).toEqual([]);
  }
  expect(order.lines.filter(({ counts }) => counts.backordered > 0)).toEqual([]);
  expect(['backordered', 'preordered']).not.toContain(order.axes.stock);
  const stuck = order.payments
    .flatMap(({ transactions }) => transactions)
    .some(({ kind, state, retried }) => kind === 'refund' && state === 'failed' && !retried);
  const { capturedMinor, refundedMinor, chargedBackMinor } = orderBook(order);
  const kept = capturedMinor - refundedMinor - chargedBackMinor;
  expect(stuck || kept <= keepMinor(order)).toBe(true);
}
