import fc from 'fast-check';
import { admit, isFact, orderBook, step } from 'statecart/machine';
import { expect, test } from 'vitest';
import { brokenInvariants, brokenStepInvariants } from '../../src/testing/invariants.ts';
import { start } from '../support/given.ts';
import { eventOf, firstOrder, walks } from '../support/walk.ts';

test('fuzz', { timeout: 3_000_000 }, () => {
  const seen = new Map<string, number>();
  let steps = 0;
  fc.assert(
    fc.property(walks(45), (walk) => {
      let order = firstOrder(walk);
      walk.choices.forEach((choice, index) => {
        const event = eventOf(order, choice, start + (index + 1) * 1_000);
        if (!isFact(event) && !admit(order, event).ok) return;
        let result;
        try {
          result = step(order, event);
        } catch (error) {
          throw new Error(`${event.type} ${JSON.stringify(event)}: ${String(error)}`);
        }
        steps += 1;
        const broken = [...brokenInvariants(result.order), ...brokenStepInvariants(order, result)];
        if (broken.length)
          throw new Error(
            `after ${event.type} ${JSON.stringify({ ...event, meta: 0 })}: ${broken.join('; ')}\n${JSON.stringify(result.order.shipments.map(({ exceptions, operations, stage, settlement, left, lines, fulfillmentId }) => ({ stage, settlement, left, lines, fulfillmentId, e: exceptions.map((e) => `${e.kind}/${e.resolution}`), o: operations.map((o) => `${o.kind} ${o.state}`) })))} ${JSON.stringify(result.order.fulfillments.map(({ id, stage, lines }) => ({ id, stage, lines })))} ${JSON.stringify(result.order.lines.map((l) => l.counts))} ${JSON.stringify(result.order.axes)}`,
          );
        if (
          isFact(event) &&
          event.type !== 'return.received' &&
          event.type !== 'fulfillment.packed' &&
          result.outcome !== 'duplicate'
        ) {
          const again = step(result.order, event);
          expect(
            [orderBook(again.order), again.order.lines.map((l) => l.counts)],
            `${event.type} again`,
          ).toEqual([orderBook(result.order), result.order.lines.map((l) => l.counts)]);
        }
        const key = `${event.type} ${result.outcome}`;
        seen.set(key, (seen.get(key) ?? 0) + 1);
        for (const { settlement, stage } of result.order.shipments)
          if (settlement) seen.set(`${settlement} ${stage}`, (seen.get(`${settlement} ${stage}`) ?? 0) + 1);
        order = result.order;
      });
    }),
    { numRuns: Number(process.env.RUNS ?? 2000) },
  );
  console.log(
    steps,
    [...seen]
      .filter(([k]) => /shipment|deadline|repl|taken|writ/.test(k))
      .map(([k, n]) => `${k}: ${n}`)
      .sort()
      .join('\n'),
  );
});
