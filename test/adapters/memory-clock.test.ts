import {
  createMemoryClock,
  createMemoryLogger,
  createMemoryObserver,
  createSeededRandom,
  createSequentialIds,
} from 'statecart/adapters/memory';
import { describe, expect, it } from 'vitest';

const uuidV7 = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

describe('the virtual clock', () => {
  it('fires timers at their own moments, in order, those of one moment as they were set', async () => {
    const clock = createMemoryClock({ now: 1_000 });
    const fired: string[] = [];
    const set = (ms: number, name: string) => clock.after(ms, () => fired.push(`${name}@${clock.now()}`));
    set(300, 'c');
    set(100, 'a');
    set(200, 'b1');
    set(200, 'b2');
    set(901, 'late');
    await clock.advance(900);
    expect(fired).toEqual(['a@1100', 'b1@1200', 'b2@1200', 'c@1300']);
    expect(clock.now()).toBe(1_900);
    expect(clock.pending()).toBe(1);
  });

  it('lets what a timer set going come to rest before the next one fires', async () => {
    const clock = createMemoryClock();
    const seen: string[] = [];
    const work = async () => {
      for (let step = 0; step < 5; step += 1) await Promise.resolve();
      seen.push('first, at the end');
      clock.after(5, () => seen.push('between'));
    };
    clock.after(10, () => void work());
    clock.after(20, () => seen.push('second'));
    await clock.advance(20);
    expect(seen).toEqual(['first, at the end', 'between', 'second']);
  });

  it('fires no timer that was cancelled, and wakes a sleeper at once when its signal is aborted', async () => {
    const clock = createMemoryClock();
    const seen: string[] = [];
    clock.after(10, () => seen.push('cancelled'))();
    const controller = new AbortController();
    const slept = clock.sleep(1_000, controller.signal).then(() => seen.push(`woken at ${clock.now()}`));
    const start = clock.now();
    await clock.advance(50);
    controller.abort();
    await slept;
    expect(seen).toEqual([`woken at ${start + 50}`]);
    expect(clock.pending()).toBe(0);
    await clock.sleep(1_000, AbortSignal.abort());
  });

  it('runs until nothing is left to happen, or to a moment, and does not run for ever', async () => {
    const clock = createMemoryClock({ now: 0 });
    const chain = (left: number): void =>
      void clock.after(1_000, () => (left > 1 ? chain(left - 1) : undefined));
    chain(5);
    expect(await clock.runUntilIdle({ withinMs: 2_500 })).toBe(2);
    expect(clock.now()).toBe(2_000);
    expect(await clock.runUntilIdle()).toBe(3);
    expect(clock.now()).toBe(5_000);
    const again = (): void => void clock.after(1, again);
    again();
    await expect(clock.runUntilIdle({ maxTimers: 50 })).rejects.toMatchObject({ code: 'LIMIT_EXCEEDED' });
  });
});

describe('sequential ids', () => {
  it('are valid, rising, the same in every run, and never those of another seed', () => {
    const take = (seed: number) => {
      const ids = createSequentialIds(seed);
      return Array.from({ length: 300 }, () => ids.next());
    };
    const [one, two] = [take(1), take(2)];
    expect(one.every((id) => uuidV7.test(id))).toBe(true);
    expect(one).toEqual(take(1));
    expect(one.toSorted()).toEqual(one);
    expect(new Set([...one, ...two]).size).toBe(600);
  });
});

describe('seeded chance', () => {
  it('is the same for a seed, another for another, and spread over [0, 1)', () => {
    const take = (seed: number) => {
      const random = createSeededRandom(seed);
      return Array.from({ length: 10_000 }, () => random.next());
    };
    const numbers = take(42);
    expect(numbers).toEqual(take(42));
    expect(numbers.slice(0, 5)).not.toEqual(take(43).slice(0, 5));
    expect(numbers.every((number) => number >= 0 && number < 1)).toBe(true);
    const tenths = Array.from(
      { length: 10 },
      (_, tenth) => numbers.filter((number) => Math.floor(number * 10) === tenth).length,
    );
    expect(Math.min(...tenths)).toBeGreaterThan(850);
    expect(Math.max(...tenths)).toBeLessThan(1_150);
  });
});

describe('what remembers', () => {
  it('keeps log lines with their level and fields, as they were', () => {
    const logger = createMemoryLogger();
    const fields = { orderId: '1' };
    logger.warn(fields, 'slow');
    logger.error({}, 'broken');
    fields.orderId = '2';
    expect(logger.lines).toEqual([
      { level: 'warn', fields: { orderId: '1' }, message: 'slow' },
      { level: 'error', fields: {}, message: 'broken' },
    ]);
    logger.clear();
    expect(logger.lines).toEqual([]);
  });

  it('keeps what an observer was shown, by method', () => {
    const observer = createMemoryObserver();
    observer.committed({ orderIds: ['1'], answers: ['committed'], ms: 2 });
    observer.deadLettered({ orderId: '1', kind: 'command', id: 'command:x', error: 'no' });
    expect(observer.sightings.map((sighting) => sighting.method)).toEqual(['committed', 'deadLettered']);
    expect(observer.of('committed')).toEqual([{ orderIds: ['1'], answers: ['committed'], ms: 2 }]);
    expect(observer.of('performed')).toEqual([]);
    observer.clear();
    expect(observer.sightings).toEqual([]);
  });
});
