import {
  consoleLogger,
  createUuidV7,
  silentLogger,
  systemClock,
  systemIds,
  systemRandom,
} from 'statecart/adapters/system';
import { afterEach, describe, expect, it, vi } from 'vitest';

const timeOf = (id: string) => Number.parseInt(id.replaceAll('-', '').slice(0, 12), 16);

afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

describe('the ids of the system', () => {
  it('are laid out as RFC 9562 says: 48 bits of time, version 7, variant 10', () => {
    const before = Date.now();
    const id = systemIds.next();
    expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(timeOf(id)).toBeGreaterThanOrEqual(before);
    expect(timeOf(id)).toBeLessThanOrEqual(Date.now() + 1);
  });

  it('lay out the time and the random bits of RFC 9562, appendix A.6, but for the first bit of the counter', () => {
    // rand_a is 0xCC3: the counter begins below half, so its first bit is dropped and 0x4C3 stays.
    const bits = [0, 0, 0, 0, 0, 0, 0x0c, 0xc3, 0x18, 0xc4, 0xdc, 0x0c, 0x0c, 0x07, 0x39, 0x8f];
    const ids = createUuidV7({ now: () => 0x017f22e279b0, fill: (bytes) => bytes.set(bits) });
    expect(ids.next()).toBe('017f22e2-79b0-74c3-98c4-dc0c0c07398f');
  });

  it('rise within a millisecond, when the counter runs over, and when the clock goes back', () => {
    const moments = [5_000, 5_000, 4_000, 4_999, 5_001];
    const few = createUuidV7({ now: () => moments.shift() ?? 0, fill: (bytes) => bytes.fill(0xff) });
    const rising = Array.from({ length: 5 }, () => few.next());
    expect(rising.toSorted()).toEqual(rising);
    expect(rising.map(timeOf)).toEqual([5_000, 5_000, 5_000, 5_000, 5_001]);

    const still = createUuidV7({ now: () => 5_000, fill: (bytes) => void crypto.getRandomValues(bytes) });
    const many = Array.from({ length: 10_000 }, () => still.next());
    expect(many.toSorted()).toEqual(many);
    expect(new Set(many).size).toBe(10_000);
    expect(timeOf(many.at(-1) ?? '')).toBeLessThanOrEqual(5_003);
  });

  it('are a hundred thousand different ones in order, from one process', () => {
    const ids = Array.from({ length: 100_000 }, () => systemIds.next());
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.every((id, index) => index === 0 || id > (ids[index - 1] ?? ''))).toBe(true);
  });
});

describe('the clock of the system', () => {
  it('keeps waits that are longer than a timer can be', async () => {
    vi.useFakeTimers();
    const thirtyDays = 30 * 86_400_000;
    let fired = 0;
    systemClock.after(thirtyDays, () => {
      fired += 1;
    });
    await vi.advanceTimersByTimeAsync(thirtyDays - 1);
    expect(fired).toBe(0);
    await vi.advanceTimersByTimeAsync(1);
    expect(fired).toBe(1);
  });

  it('cancels a long wait in its second part too', async () => {
    vi.useFakeTimers();
    let fired = 0;
    const cancel = systemClock.after(30 * 86_400_000, () => {
      fired += 1;
    });
    await vi.advanceTimersByTimeAsync(26 * 86_400_000);
    cancel();
    await vi.advanceTimersByTimeAsync(30 * 86_400_000);
    expect(fired).toBe(0);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('sleeps, wakes when it is aborted, and leaves nothing behind', async () => {
    vi.useFakeTimers();
    const controller = new AbortController();
    const long = systemClock.sleep(1e9, controller.signal);
    const short = systemClock.sleep(100);
    await vi.advanceTimersByTimeAsync(100);
    await short;
    controller.abort();
    await long;
    await systemClock.sleep(1e9, AbortSignal.abort());
    expect(vi.getTimerCount()).toBe(0);
  });

  it('says the time of this machine', () => {
    const before = Date.now();
    expect(systemClock.now()).toBeGreaterThanOrEqual(before);
    expect(systemRandom.next()).toBeLessThan(1);
  });
});

describe('the console logger', () => {
  it('writes one JSON object a line, to the stream of its level', () => {
    const log = vi.spyOn(console, 'log').mockImplementation(() => {});
    const error = vi.spyOn(console, 'error').mockImplementation(() => {});
    consoleLogger.info({ orderId: '1', level: 'forged' }, 'started');
    consoleLogger.error(
      { error: Object.assign(new Error('no'), { code: 'E1' }), amount: 5n },
      'broken\nline',
    );
    const line = JSON.parse(String(log.mock.calls[0]?.[0])) as Record<string, unknown>;
    expect(line).toMatchObject({ level: 'info', message: 'started', orderId: '1' });
    expect(new Date(String(line.time)).getTime()).toBeGreaterThan(0);
    const text = String(error.mock.calls[0]?.[0]);
    expect(text).not.toContain('\n');
    expect(JSON.parse(text)).toMatchObject({
      level: 'error',
      message: 'broken\nline',
      amount: '5',
      error: { name: 'Error', message: 'no', code: 'E1' },
    });
  });

  it('loses no line for a field that JSON can’t say', () => {
    const log = vi.spyOn(console, 'log').mockImplementation(() => {});
    const circle: Record<string, unknown> = {};
    circle.self = circle;
    consoleLogger.debug({ circle, orderId: '1' }, 'round');
    expect(JSON.parse(String(log.mock.calls[0]?.[0]))).toMatchObject({ message: 'round', orderId: '"1"' });
  });

  it('has a silent brother', () => {
    const log = vi.spyOn(console, 'log').mockImplementation(() => {});
    for (const level of ['debug', 'info', 'warn', 'error'] as const) silentLogger[level]({}, 'hush');
    expect(log).not.toHaveBeenCalled();
  });
});
