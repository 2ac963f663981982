import assert from 'node:assert/strict';
import type { PortCall, PortTraits } from '../../../ports/index.ts';
import {
  abortedSignal,
  assertLater,
  assertNever,
  assertUnknown,
  type Claims,
  callOf,
  failureOf,
  failureSoon,
  newKey,
  notClaimed,
  type PortContractOptions,
  type PortScenario,
  type PortUnderTest,
  portScenario,
  shortly,
} from './harness.ts';

/**
 * How the other side can be made to misbehave at the next call of a method.
 * `decline`: it decides against; `hang`: it does not answer; `loseAnswer`: it has the effect, and its answer gets lost;
 * `failBefore`: it does not take the call; `garble`: it has the effect, and answers what makes no sense.
 */
export const provocations = ['decline', 'hang', 'loseAnswer', 'failBefore', 'garble'] as const;
/** The name of a {@link provocations provocation}. */
export type Provocation = (typeof provocations)[number];

/** What every port with effects may claim. `refusesReuse`: a key that comes with another request is refused. */
export type KeyedCapability = Provocation | 'book' | 'refusesReuse';

/** Makes the other side misbehave at the next call of a method. */
type Provoke = (method: string) => void | Promise<void>;

/** An adapter of a port with effects. */
export interface KeyedPortUnderTest<Port> extends PortUnderTest<Port> {
  /** The provocations that are claimed. */
  readonly provoke?: {
    /** It decides against. */
    readonly decline?: Provoke;
    /** It does not answer. */
    readonly hang?: Provoke;
    /** It has the effect, and its answer gets lost. */
    readonly loseAnswer?: Provoke;
    /** It does not take the call. */
    readonly failBefore?: Provoke;
    /** It has the effect, and answers what makes no sense. */
    readonly garble?: Provoke;
  };
  /** Lets time pass at the other side, such as the port's `settleMs`. @defaultValue it is waited for */
  readonly elapse?: (ms: number) => Promise<void>;
  /** Looks at what the other side has written down. Of those who claim `book`. */
  readonly book?: unknown;
}

/** One method with an effect, and how a contract tries it. */
export interface KeyedEffect<World> {
  /** The port's method. */
  readonly method: string;
  /** Whether a refusal is the effect too: of a screening, whose outcome it is. @defaultValue false */
  readonly isDecision?: boolean;
  /** Does what must have happened before, and gives the calls of one test. */
  readonly prepare: (world: World) => Promise<KeyedCalls>;
}

/** The calls of one test. */
export interface KeyedCalls {
  /** Calls the method; resolves with the answer as the port's schema reads it. */
  readonly ask: (call: PortCall) => Promise<unknown>;
  /** Calls it with another request of the same kind. */
  readonly askOther: (call: PortCall) => Promise<unknown>;
  /** How often the effect has happened, by the book of the other side. */
  readonly happened: () => Promise<number>;
}

/** What is common to the contracts of ports with effects. */
export interface KeyedContract<World> extends PortContractOptions<World> {
  readonly claims: Claims<KeyedCapability>;
  readonly effects: readonly KeyedEffect<World>[];
  /** The port's `find`, if it has one, with its answer as the schema reads it. */
  readonly find: ((world: World, key: string) => Promise<unknown>) | null;
}

/** The contract of what happens under a key: once, whatever gets lost. */
export function keyedContract<World extends KeyedPortUnderTest<PortTraits>>(
  contract: KeyedContract<World>,
): void {
  const scenario = portScenario(contract);
  const { describe, claims, effects } = contract;
  scenario(
    'says how long a call may take, and how long `find` may be blind, in whole milliseconds',
    async ({ port }) => {
      const { timeoutMs = 10_000, settleMs = 0 } = port;
      assert.ok(Number.isSafeInteger(timeoutMs) && timeoutMs > 0, `timeoutMs is ${timeoutMs}`);
      assert.ok(Number.isSafeInteger(settleMs) && settleMs >= 0, `settleMs is ${settleMs}`);
    },
  );
  notClaimed(scenario, 'a look at the book', claims.book, ({ book }) => book !== undefined);
  for (const name of provocations)
    notClaimed(
      scenario,
      `what happens on \`${name}\``,
      claims[name],
      ({ provoke: can }) => can?.[name] !== undefined,
    );
  for (const effect of effects) describe(effect.method, () => effectContract(scenario, effect, contract));
}

function effectContract<World extends KeyedPortUnderTest<PortTraits>>(
  scenario: PortScenario<World>,
  { method, prepare, isDecision = false }: KeyedEffect<World>,
  { claims, find }: KeyedContract<World>,
): void {
  const expectHappened = async (calls: KeyedCalls, times: number) => {
    if (claims.book === true)
      assert.equal(await calls.happened(), times, 'how often it has happened by the book of the other side');
  };
  const onceSettled = async (world: World) => {
    const settleMs = world.port.settleMs ?? 0;
    if (settleMs > 0) await (world.elapse ?? wait)(settleMs);
  };
  const expectFound = async (world: World, key: string, answer: unknown) => {
    if (find === null) return;
    await onceSettled(world);
    assert.deepEqual(await find(world, key), answer, 'what `find` says of the key');
  };

  scenario('has its effect once under one key, and gives the same answer again', async (world) => {
    const calls = await prepare(world);
    const key = newKey(method);
    const answer = await calls.ask(callOf(key));
    assert.deepEqual(await calls.ask(callOf(key)), answer, 'the answer to the second call of a key');
    await expectHappened(calls, 1);
    await expectFound(world, key, answer);
  });

  scenario('has its effect once when many call under one key at once', async (world) => {
    const calls = await prepare(world);
    const key = newKey(method);
    const outcomes = await Promise.allSettled(Array.from({ length: 8 }, () => calls.ask(callOf(key))));
    const answer = await calls.ask(callOf(key));
    for (const outcome of outcomes) {
      if (outcome.status === 'fulfilled')
        assert.deepEqual(outcome.value, answer, 'the answer to one of many');
      else {
        // Who is told that another call of the key is under way may come again, and does not know what becomes of it.
        assertUnknown(outcome.reason);
        assertLater(outcome.reason);
      }
    }
    await expectHappened(calls, 1);
  });

  if (claims.refusesReuse !== true)
    scenario(
      `not claimed: refuses a key that was used for another request, because ${claims.refusesReuse.absent}`,
      async (world) => {
        const calls = await prepare(world);
        const key = newKey(method);
        const answer = await calls.ask(callOf(key));
        assert.deepEqual(
          await calls.askOther(callOf(key)),
          answer,
          'the answer to another request under the key',
        );
        await expectHappened(calls, 1);
      },
    );
  else
    scenario('refuses a key that was used for another request, for good, and does nothing', async (world) => {
      const calls = await prepare(world);
      const key = newKey(method);
      const answer = await calls.ask(callOf(key));
      assertNever(await failureOf(calls.askOther(callOf(key))));
      await expectHappened(calls, 1);
      await expectFound(world, key, answer);
    });

  scenario('does nothing when it was called off beforehand', async (world) => {
    const calls = await prepare(world);
    const key = newKey(method);
    await failureSoon(calls.ask(callOf(key, abortedSignal())));
    await expectHappened(calls, 0);
    await expectFound(world, key, null);
  });

  if (find !== null)
    scenario('`find` knows nothing of a key that was never used', async (world) => {
      await prepare(world);
      await expectFound(world, newKey(method), null);
    });

  if (claims.hang === true)
    scenario(
      'ends when it is called off while the other side is silent, and calls nothing failed',
      async (world) => {
        const calls = await prepare(world);
        await provoke(world, 'hang', method);
        const controller = new AbortController();
        const asked = calls.ask(callOf(newKey(method), controller.signal));
        const [error] = await Promise.all([failureSoon(asked), shortly().then(() => controller.abort())]);
        assertUnknown(error);
        assertLater(error);
      },
    );

  if (claims.loseAnswer === true)
    scenario('calls an outcome unknown whose answer was lost, and then finds it', async (world) => {
      const calls = await prepare(world);
      const key = newKey(method);
      await provoke(world, 'loseAnswer', method);
      const error = await failureOf(calls.ask(callOf(key)));
      assertUnknown(error);
      assertLater(error);
      await onceSettled(world);
      const found = find === null ? null : await find(world, key);
      if (find !== null) assert.ok(found, '`find` does not see the effect, though `settleMs` is over');
      const answer = await calls.ask(callOf(key));
      if (find !== null) assert.deepEqual(found, answer, 'what `find` had said of the key');
      await expectHappened(calls, 1);
    });

  if (claims.failBefore === true)
    scenario(
      'asks for another attempt when the call was not taken, which then has its effect',
      async (world) => {
        const calls = await prepare(world);
        const key = newKey(method);
        await provoke(world, 'failBefore', method);
        assertLater(await failureOf(calls.ask(callOf(key))));
        await expectHappened(calls, 0);
        await expectFound(world, key, null);
        await calls.ask(callOf(key));
        await expectHappened(calls, 1);
      },
    );

  if (claims.decline === true)
    scenario('answers with a refusal, does not throw it, and remembers it under its key', async (world) => {
      const calls = await prepare(world);
      const key = newKey(method);
      await provoke(world, 'decline', method);
      const answer = await calls.ask(callOf(key));
      assert.ok(isRefusal(answer), `it was to be refused, and the answer was ${JSON.stringify(answer)}`);
      assert.deepEqual(await calls.ask(callOf(key)), answer, 'the answer to the second call of a key');
      await expectHappened(calls, isDecision ? 1 : 0);
      await expectFound(world, key, answer);
    });

  if (claims.garble === true)
    scenario(
      'takes an answer that makes no sense for no decision, and the key still counts',
      async (world) => {
        const calls = await prepare(world);
        const key = newKey(method);
        await provoke(world, 'garble', method);
        const error = await failureOf(calls.ask(callOf(key)));
        assertUnknown(error);
        assertLater(error);
        await calls.ask(callOf(key));
        await expectHappened(calls, 1);
      },
    );
}

async function provoke(
  world: KeyedPortUnderTest<unknown>,
  provocation: Provocation,
  method: string,
): Promise<void> {
  const make = world.provoke?.[provocation];
  assert.ok(make, `\`${provocation}\` is claimed: give \`provoke.${provocation}\``);
  await make(method);
}

function isRefusal(answer: unknown): boolean {
  const { status, outcome } = (answer ?? {}) as { status?: unknown; outcome?: unknown };
  return status === 'declined' || status === 'rejected' || outcome === 'reject';
}

function wait(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
