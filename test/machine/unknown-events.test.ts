import { type EventInput, parseEvent } from 'statecart/machine';
import { describe, expect, test } from 'vitest';
import { given, goods, start } from '../support/given.ts';
import { metaAt } from '../support/walk.ts';

describe('what is not an event of an order is refused before any rule is asked', () => {
  const parse = (input: unknown) => () => parseEvent(input as EventInput, metaAt(start, 'event-1'));
  const invalid = (path: string, text: string) =>
    expect.objectContaining({
      code: 'VALIDATION_FAILED',
      message: expect.stringContaining(path === '' ? text : `${path}: `),
      problems: expect.arrayContaining([
        expect.objectContaining({ path, message: expect.stringContaining(text) }),
      ]),
    });

  test('an unknown event, with the one that was probably meant', () => {
    expect(parse({ type: 'Order_Cancel' })).toThrow(
      expect.objectContaining({
        code: 'UNKNOWN_EVENT',
        message: expect.stringContaining(
          '"Order_Cancel" is not an event of an order; did you mean "order.cancel"?',
        ),
      }),
    );
  });

  test.each(['xstate.stop', 'xstate.init', 'xstate.done.state.order', '__proto__', 'toString', ''])(
    '%j, which an order does not know',
    (type) => {
      expect(parse({ type })).toThrow(
        expect.objectContaining({
          code: 'UNKNOWN_EVENT',
          message: expect.stringContaining(`"${type}" is not an event`),
        }),
      );
    },
  );

  test.each([
    [
      { type: 'return.request', lines: [{ lineId: 'mug', quantity: -1 }], reason: 'x' },
      'lines[0].quantity',
      '>=1',
    ],
    [{ type: 'draft.edit', lines: [goods('a'), goods('b', { quantity: 0 })] }, 'lines[1].quantity', '>=1'],
    [{ type: 'draft.edit', lines: [goods('a'), goods('a')] }, 'lines', 'each line an id of its own'],
    [{ type: 'payment.refund', amountMinor: 2 ** 53, reason: 'x' }, 'amountMinor', 'safe integers'],
    [{ type: 'payment.refund', amountMinor: 0.5, reason: 'x' }, 'amountMinor', 'whole number of minor units'],
    [{ type: 'payment.refund', amountMinor: -5, reason: 'x' }, 'amountMinor', '>=1'],
    [{ type: 'payment.captured', amountMinor: 5, currency: 'eur' }, 'currency', 'ISO 4217 in capitals'],
    [{ type: 'order.cancel' }, 'reason', 'expected string'],
    [{ type: 'order.cancel', reason: 'x', note: 'a\0b' }, 'note', 'without NUL'],
    [{ type: 'draft.touch', status: 'shipped' }, '', 'Unrecognized key: "status"'],
    [
      { type: 'return.received', returnId: 'r', lines: [{ lineId: 'a', received: 1, sellable: 2 }] },
      'lines',
      'sellable may not exceed received',
    ],
  ])('a malformed payload, with the path: %j', (input, path, text) => {
    expect(parse(input)).toThrow(invalid(path, text));
  });

  test('every problem of a payload at once', () => {
    const lines = [goods('a', { quantity: -1, unitPriceMinor: -1 })];
    const paths = ['lines[0].quantity', 'lines[0].unitPriceMinor', 'notes'];
    expect(parse({ type: 'draft.edit', lines, notes: 7 })).toThrow(
      expect.objectContaining({ problems: paths.map((path) => expect.objectContaining({ path })) }),
    );
  });

  test('an order whose total leaves the safe integers', () => {
    const lines = [goods('mug', { quantity: 2, unitPriceMinor: Number.MAX_SAFE_INTEGER })];
    const overflow = expect.objectContaining({
      code: 'AMOUNT_OVERFLOW',
      message: expect.stringContaining('the total of line mug is 18014398509481982'),
    });
    expect(() => given({ lines })).toThrow(overflow);
    expect(() => given().refusals({ type: 'draft.edit', lines })).toThrow(overflow);
  });

  test('an order in two currencies can not be said: a draft has one, and its lines have none', () => {
    expect(() => given({ lines: [{ ...goods('mug'), currency: 'USD' } as never] })).toThrow(
      expect.objectContaining({
        code: 'VALIDATION_FAILED',
        message: expect.stringContaining('Unrecognized key: "currency"'),
      }),
    );
  });
});
