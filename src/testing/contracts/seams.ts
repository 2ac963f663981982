import assert from 'node:assert/strict';
import type { Clock, Ids, Random } from '../../ports/index.ts';
import { type PortContractOptions, type PortUnderTest, portScenario } from './port/harness.ts';

/** A clock under test. */
export interface ClockUnderTest extends PortUnderTest<Clock> {
  /** Lets time pass by this clock. @defaultValue it is waited for */
  readonly elapse?: (ms: number) => Promise<void>;
}

/** The contract of a `Clock` as tests, for any runner with `describe` and `it`. */
export function clockContract(options: PortContractOptions<ClockUnderTest>): void {
  const scenario = portScenario(options);
  const elapsed = ({ elapse }: ClockUnderTest, ms: number) =>
    elapse === undefined ? new Promise<void>((resolve) => setTimeout(resolve, ms)) : elapse(ms);

  scenario('tells the time in whole milliseconds, which go by', async (world) => {
    const before = world.port.now();
    assert.ok(Number.isSafeInteger(before) && before > 0, `now() is ${before}`);
    await elapsed(world, 40);
    assert.ok(world.port.now() >= before + 30, `40 ms later it is ${world.port.now() - before} ms later`);
  });

  scenario(
    'runs what was set when its time has come, not before, and not what was cancelled',
    async (world) => {
      const ran: string[] = [];
      world.port.after(60, () => ran.push('later'));
      world.port.after(20, () => ran.push('sooner'));
      world.port.after(20, () => ran.push('cancelled'))();
      await elapsed(world, 0);
      assert.deepEqual(ran, []);
      await elapsed(world, 100);
      assert.deepEqual(ran, ['sooner', 'later']);
    },
  );

  scenario('sets nothing off before a time that is further than a timer reaches', async (world) => {
    let ran = false;
    const cancel = world.port.after(2 ** 31 + 1_000, () => (ran = true));
    await elapsed(world, 30);
    cancel();
    cancel();
    assert.equal(ran, false);
  });

  scenario('sleeps as long as it is told, and no longer than its signal lets it', async (world) => {
    const slept: string[] = [];
    const controller = new AbortController();
    const long = world.port.sleep(3_600_000, controller.signal).then(() => slept.push('woken'));
    const short = world.port.sleep(20).then(() => slept.push('short'));
    await elapsed(world, 60);
    await short;
    assert.deepEqual(slept, ['short']);
    controller.abort();
    await long;
    await world.port.sleep(3_600_000, AbortSignal.abort());
    assert.deepEqual(slept, ['short', 'woken']);
  });
}

/** The contract of `Ids` as tests, for any runner with `describe` and `it`. */
export function idsContract(options: PortContractOptions<PortUnderTest<Ids>>): void {
  const scenario = portScenario(options);
  const many = ({ port }: PortUnderTest<Ids>) => Array.from({ length: 10_000 }, () => port.next());

  scenario('gives UUIDs of version 7', async (world) => {
    const shape = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
    assert.deepEqual(
      many(world).filter((id) => !shape.test(id)),
      [],
    );
  });

  scenario('gives each id once, and later ones sort later', async (world) => {
    const ids = many(world);
    assert.equal(new Set(ids).size, ids.length, 'an id came twice');
    assert.deepEqual(ids, ids.toSorted(), 'the order of the ids');
  });
}

/** The contract of `Random` as tests, for any runner with `describe` and `it`. */
export function randomContract(options: PortContractOptions<PortUnderTest<Random>>): void {
  const scenario = portScenario(options);
  scenario('gives numbers from 0 up to 1, and not always the same', async ({ port }) => {
    const numbers = Array.from({ length: 1_000 }, () => port.next());
    assert.deepEqual(
      numbers.filter((number) => !(number >= 0 && number < 1)),
      [],
    );
    assert.ok(new Set(numbers).size > 900, 'the same numbers come again and again');
    const mean = numbers.reduce((sum, number) => sum + number, 0) / numbers.length;
    assert.ok(mean > 0.4 && mean < 0.6, `their mean is ${mean}`);
  });
}
