import assert from 'node:assert/strict';
import type { Scenario } from './harness.ts';

/** Workers can be woken; polling is the truth. */
export function wakeContract(scenario: Scenario): void {
  scenario('wakes who listens, until they stop listening', async ({ store }) => {
    assert.ok(store.wake !== undefined && store.listen !== undefined);
    let wakes = 0;
    let heard: () => void = () => {};
    const woken = new Promise<void>((resolve) => {
      heard = resolve;
    });
    const stop = await store.listen(() => {
      wakes += 1;
      heard();
    });
    await store.wake();
    await woken;
    await stop();
    const before = wakes;
    await store.wake();
    await new Promise((resolve) => setTimeout(resolve, 50));
    assert.equal(wakes, before);
  });
}
