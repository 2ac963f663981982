import { createInProcessBus } from 'statecart/adapters/in-process';
import { type CloudEvent, isPortError } from 'statecart/ports';
import { describe, expect, it } from 'vitest';
import { errorOf } from './calls.ts';

const event = (type: string, n = 1): CloudEvent => ({
  specversion: '1.0',
  id: `order-1:${n}:0`,
  source: '/orders',
  type,
  subject: 'order-1',
  data: { n },
});
const call = { signal: new AbortController().signal };

describe('the bus within a process', () => {
  it('gives an event to the handlers of its type and of *, and to no others', async () => {
    const bus = createInProcessBus();
    const seen: string[] = [];
    bus.subscribe('order.placed', ({ id }) => void seen.push(`placed ${id}`));
    bus.subscribe('*', ({ type }) => void seen.push(`any ${type}`));
    bus.subscribe('order.created', () => void seen.push('created'));
    await bus.publish(event('order.placed'), call);
    expect(seen).toEqual(['placed order-1:1:0', 'any order.placed']);
  });

  it('resolves when every handler has finished, so that the next event of an order comes after', async () => {
    const bus = createInProcessBus();
    const seen: number[] = [];
    bus.subscribe('*', async ({ data }) => {
      for (let step = 3 - Number(data?.n); step >= 0; step -= 1) await Promise.resolve();
      seen.push(Number(data?.n));
    });
    for (const n of [1, 2, 3]) await bus.publish(event('order.placed', n), call);
    expect(seen).toEqual([1, 2, 3]);
  });

  it('rejects when a handler throws, after the others have had their turn', async () => {
    const bus = createInProcessBus();
    const seen: string[] = [];
    bus.subscribe('order.placed', () => {
      throw new Error('the mail is down');
    });
    bus.subscribe('order.placed', async () => void seen.push('second'));
    const error = await errorOf(bus.publish(event('order.placed'), call));
    expect(isPortError(error)).toBe(true);
    expect(error).toMatchObject({ retry: 'later', code: 'handler_failed' });
    expect(String(error)).toContain('1 of 2 handlers of "order.placed" failed: the mail is down');
    expect(seen).toEqual(['second']);
  });

  it('gives a failed event again to all its handlers when it is published again', async () => {
    const bus = createInProcessBus();
    const seen: string[] = [];
    let broken = true;
    bus.subscribe('*', ({ id }) => void seen.push(id));
    bus.subscribe('*', () => {
      if (broken) throw new Error('not yet');
    });
    await errorOf(bus.publish(event('order.placed'), call));
    broken = false;
    await bus.publish(event('order.placed'), call);
    expect(seen).toEqual(['order-1:1:0', 'order-1:1:0']);
  });

  it('calls nobody who has unsubscribed, and leaves other subscriptions of the same handler alone', async () => {
    const bus = createInProcessBus();
    const seen: string[] = [];
    const handler = ({ type }: CloudEvent) => void seen.push(type);
    const unsubscribe = bus.subscribe('order.placed', handler);
    bus.subscribe('order.placed', handler);
    unsubscribe();
    unsubscribe();
    await bus.publish(event('order.placed'), call);
    expect(seen).toEqual(['order.placed']);
  });

  it('takes an event that nobody waits for', async () => {
    const bus = createInProcessBus();
    expect(await bus.publish(event('order.placed'), call)).toBeUndefined();
  });
});
