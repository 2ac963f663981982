import { expect, it } from 'vitest';
import { KeyedLock } from '../../src/runtime/keyed-lock.ts';

const turn = () => new Promise<void>((resolve) => void setImmediate(resolve));

it('runs the work of one key one after the other, in the order asked', async () => {
  const lock = new KeyedLock();
  const seen: string[] = [];
  const work = (name: string) => async () => {
    seen.push(`${name} begins`);
    await turn();
    seen.push(`${name} ends`);
  };
  await Promise.all([lock.run('a', work('one')), lock.run('a', work('two'))]);
  expect(seen).toEqual(['one begins', 'one ends', 'two begins', 'two ends']);
});

it('runs the work of different keys side by side', async () => {
  const lock = new KeyedLock();
  let release = () => {};
  const held = lock.run(
    'a',
    () =>
      new Promise<void>((resolve) => {
        release = resolve;
      }),
  );
  expect(await lock.run('b', async () => 'free')).toBe('free');
  release();
  await held;
});

it('goes on after work that failed, and tells only its own caller', async () => {
  const lock = new KeyedLock();
  const failing = lock.run('a', async () => {
    throw new Error('first');
  });
  const next = lock.run('a', async () => 'second');
  await expect(failing).rejects.toThrow('first');
  expect(await next).toBe('second');
});
