import { type EventInput, isRequestType, type Order, parseEvent, step } from 'statecart/machine';
import { candidateEvents } from 'statecart/testing';
import { describe, expect, test } from 'vitest';
import { brokenInvariants, brokenStepInvariants } from '../../../src/testing/invariants.ts';
import { strangeFacts } from '../../../src/testing/walk/unfit.ts';
import { given, type Life } from '../../support/given.ts';
import { metaAt } from '../../support/walk.ts';

const hold = (reason = 'the address looks wrong'): EventInput => ({ type: 'hold.place', reason });
const release = (life: Life, index: number, note: string | null = null): Life =>
  life.when({ type: 'hold.release', holdId: life.order.holds[index]?.id ?? '', note });

/** Orders on their way, each held since somewhere. */
const stages: Readonly<Record<string, () => Life>> = {
  'before anything was answered': () => given().submit().when(hold()),
  'before it was paid': () => given().submit().succeed('reserve').when(hold()),
  'before goods were asked for': () => given().submit().when(hold()).settle(),
  'while it is picked': () => given().submit().settle().when(hold()),
  'while a parcel waits for its label': () => given().submit().settle().when(hold()).pack(),
  'while a label is made': () => given().submit().settle().pack().when(hold()),
  'with a parcel on its way': () =>
    given({ lines: [{ id: 'mug', productId: 'p', sku: 'MUG', name: 'mug', quantity: 2, unitPriceMinor: 5 }] })
      .submit()
      .settle()
      .pack({ mug: 1 })
      .settle()
      .parcel('dispatched')
      .when(hold()),
  'while it is screened': () =>
    given({ terms: { riskScreening: true } })
      .submit()
      .when(hold()),
  'with its money authorized only': () =>
    given({ terms: { capturePolicy: 'on_shipment' } })
      .submit()
      .settle()
      .pack()
      .when(hold()),
};

function facts(order: Order): readonly EventInput[] {
  const all = [...candidateEvents(order), ...strangeFacts(order)].map(({ event }) => event);
  return all.filter(({ type }) => !isRequestType(type));
}

describe('a hold', () => {
  test.each(Object.keys(stages))('placed %s takes every fact as it comes, and asks for no goods', (stage) => {
    const { order, now } = (stages[stage] as () => Life)();
    const heard = facts(order);
    const outcomes = new Set<string>();
    const types = new Set<string>();
    for (const [index, input] of heard.entries()) {
      const at = Math.max(now + 1, input.meta?.receivedAt ?? 0);
      const { meta: _, ...fact } = input;
      const event = parseEvent(fact, metaAt(at, `fact-${index}`));
      const result = step(order, event);
      outcomes.add(result.outcome);
      types.add(event.type);
      expect(brokenInvariants(result.order)).toEqual([]);
      expect(brokenStepInvariants(order, result)).toEqual([]);
      expect(result.commands.map(({ type }) => type)).not.toContain('fulfillment.create');
      expect(result.commands.map(({ type }) => type)).not.toContain('shipment.create');
      const isOver = ['cancelled', 'failed'].includes(result.order.axes.status);
      expect(result.order.holds[0]?.outcome).toBe(isOver ? 'lapsed' : null);
    }
    expect(types.size).toBeGreaterThan(30);
    expect([...outcomes].toSorted()).toContain('applied');
  });

  test('stops goods, not money: what was authorized is captured meanwhile', () => {
    const life = given().submit().when(hold());
    expect(life.settle().axes).toMatchObject({ status: 'confirmed', payment: 'captured', review: 'held' });
    expect(life.order.fulfillments).toEqual([]);
  });

  test('is one of several: goods go on when the last is released, and each tells who, when, why and how it ended', () => {
    const life = given().submit().when(hold('first')).when(hold('second')).settle();
    const first = life.order.holds[0];
    release(life, 1, 'called');
    expect(life.operated).toEqual([]);
    expect(life.axes.review).toBe('held');
    release(life, 0);
    expect(life.operated).toEqual(['fulfillment.create']);
    expect(life.axes.review).toBe('not_required');
    expect(life.order.holds).toEqual([
      {
        id: first?.id,
        kind: 'manual',
        reason: 'first',
        placedAt: first?.placedAt,
        placedBy: 'user-7',
        releasedAt: life.now,
        releasedBy: 'user-7',
        outcome: 'released',
        code: null,
        note: null,
      },
      expect.objectContaining({
        reason: 'second',
        outcome: 'released',
        note: 'called',
        releasedBy: 'user-7',
      }),
    ]);
  });

  test('that is manual outlasts the review beside it, and a review outlasts it', () => {
    const life = given({ terms: { riskScreening: true } })
      .submit()
      .succeed('reserve')
      .when(hold());
    const operationId = life.order.screening?.id ?? '';
    life.when({ type: 'risk.assessed', operationId, outcome: 'review', reasons: ['new_card'] });
    expect(life.order.holds.map(({ kind }) => kind)).toEqual(['manual', 'risk']);
    release(life, 0);
    expect(life.operated).toEqual([]);
    life.when({ type: 'review.approve', note: 'knows the customer' });
    expect(life.operated).toEqual(['payment.authorize']);
    expect(life.order.screening).toMatchObject({
      outcome: 'allow',
      reasons: ['new_card'],
      decidedBy: 'user-7',
      decidedAt: life.now,
      note: 'knows the customer',
      code: null,
    });
  });

  test('payment.capture.review: that waits for a decision keeps money from being captured by hand as well', () => {
    const life = given({ terms: { riskScreening: true, capturePolicy: 'manual' } }).submit();
    life.when({ type: 'payment.authorized', reference: 'hosted-1', method: 'hosted', amountMinor: 2_990 });
    expect(life.refusals({ type: 'payment.capture' })).toMatchObject([
      { rule: 'payment.capture.review', code: 'under_review', value: 'screening' },
    ]);
    life.succeed('screening');
    expect(life.refusals({ type: 'payment.capture' })).toEqual([]);
  });

  test('lapses when the order ends: nobody has to clear what will not go on', () => {
    const life = given().submit().when(hold()).when({ type: 'order.cancel', reason: 'other' });
    expect(life.order.holds).toMatchObject([{ outcome: 'lapsed', releasedBy: 'system', note: null }]);
    expect(life.refusals({ type: 'hold.release', holdId: life.order.holds[0]?.id ?? '' })).toHaveLength(1);
  });

  test('that waits for a decision is decided, not released', () => {
    const life = given({ terms: { riskScreening: true } })
      .submit()
      .succeed('reserve');
    const operationId = life.order.screening?.id ?? '';
    life.when({ type: 'risk.assessed', operationId, outcome: 'review', reasons: [] });
    const [risk] = life.order.holds;
    expect(life.refusals({ type: 'hold.release', holdId: risk?.id ?? '' }).map(({ rule }) => rule)).toEqual([
      'hold.open',
    ]);
    life.when({ type: 'review.reject', reason: 'stolen_card', note: 'the bank called' });
    expect(life.order.holds).toMatchObject([
      { outcome: 'rejected', code: 'stolen_card', note: 'the bank called', releasedBy: 'user-7' },
    ]);
    expect(life.order.screening).toMatchObject({
      outcome: 'reject',
      code: 'stolen_card',
      decidedBy: 'user-7',
    });
  });
});
