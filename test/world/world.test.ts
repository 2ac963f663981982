import {
  failureText,
  type Mark,
  missingMarks,
  type SimulateOptions,
  type Simulation,
  simulate,
} from 'statecart/testing';
import { describe, expect, it } from 'vitest';
import failed from './seeds.json' with { type: 'json' };

/** How many seeds are run. */
const seeds = 200;
/** How much happens in each world. */
const extent = { orders: 3, operations: 18, faults: 28 };
const minutes = 60_000;

/** Tells all of a failure: what broke, what it takes, and how to see it again. */
function assertWhole(world: Simulation): void {
  const command = `npm run sim -- --orders ${extent.orders} --operations ${extent.operations} --faults ${extent.faults}`;
  if (world.broken.length > 0) throw new Error(failureText(world, command));
}

describe('a simulated world in which everything goes wrong', () => {
  it.each(failed)(
    'keeps its promises with seed $seed, which once broke one: $found',
    async ({ found: _found, ...options }) => {
      expect((await simulate(options)).broken).toEqual([]);
    },
  );

  it(
    `comes to rest with every order as the books of the outside have it, twice alike, for ${seeds} seeds`,
    async () => {
      const began = performance.now();
      const seen: ReadonlySet<Mark>[] = [];
      const total = { orders: 0, events: 0, calls: 0, crashes: 0 };
      for (let seed = 1; seed <= seeds; seed += 1) {
        const world = await simulate({ seed, ...extent });
        assertWhole(world);
        seen.push(world.marks);
        total.orders += world.tally.orders;
        total.events += world.tally.events;
        total.calls += world.tally.calls;
        total.crashes += world.tally.crashes;
      }
      const ms = Math.round(performance.now() - began);
      console.log(`${seeds} simulated worlds, each twice: ${JSON.stringify(total)}; ${ms} ms`);
      // Worlds in which no worker died, no answer was lost and no fact was overtaken have proved nothing.
      expect(missingMarks(seen)).toEqual([]);
    },
    10 * minutes,
  );
});

describe('a promise that is broken', () => {
  /** An adapter that does not call under the keys that it is given: nobody finds again what it has done. */
  const forgetful: SimulateOptions['ports'] = ({ ports }) => {
    const { payment } = ports;
    return {
      ...ports,
      payment: {
        ...payment,
        authorize: (request, call) => payment.authorize(request, { ...call, key: `mine-${call.key}` }),
      },
    };
  };
  const small = { seed: 4, orders: 2, operations: 6, faults: 6, ports: forgetful };

  it('is told with its seed, with what it takes and no more, with its last lines, and with the way to see it again', async () => {
    const whole = await simulate({ ...small, shrinkRuns: 0 });
    const world = await simulate({ ...small, shrinkRuns: 40 });
    expect(world.broken[0]).toMatch(
      /the provider has one authorization of \d+ under mine-\S+, the ledger has not/,
    );
    expect(world.commands.length).toBeLessThan(whole.commands.length / 2);
    const text = failureText(world);
    expect(text).toContain('seed 4 breaks');
    expect(text).toContain(world.trace.at(-1));
    expect(text).toContain(`npm run sim -- --seed 4 --only ${world.kept.join(',')}`);
    const again = await simulate({ ...small, only: world.kept, shrinkRuns: 0 });
    expect(again.hash).toBe(world.hash);
  });
});

describe('a seed', () => {
  it('decides everything: another one is another world', async () => {
    const [one, again, other] = await Promise.all([
      simulate({ seed: 7, orders: 2, operations: 5 }),
      simulate({ seed: 7, orders: 2, operations: 5 }),
      simulate({ seed: 8, orders: 2, operations: 5 }),
    ]);
    expect(again.trace).toEqual(one.trace);
    expect(other.hash).not.toBe(one.hash);
  });

  it('is refused with every number that is out of its limits', async () => {
    await expect(simulate({ seed: -1, orders: 0, faults: 0.5 })).rejects.toMatchObject({
      code: 'OPTIONS_INVALID',
      message: expect.stringMatching(/seed is -1.*orders is 0.*faults is 0\.5/),
    });
  });
});
