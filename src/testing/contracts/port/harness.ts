import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import type * as z from 'zod';
import { isPortError } from '../../../errors/index.ts';
import { listProblems, problemsOf } from '../../../machine/index.ts';
import type { PortCall } from '../../../ports/index.ts';
import type { Absent } from '../order-store/harness.ts';
import type { TestRunner } from '../runner.ts';

/** One adapter under test, as the factory of a contract gives it. */
export interface PortUnderTest<Port> {
  readonly port: Port;
  /** Called after each test, whatever came of it. */
  readonly close?: () => Promise<void>;
}

/** What the contract of a port needs: a runner, and an adapter for each test. */
export interface PortContractOptions<World> extends TestRunner {
  /** A fresh adapter for each test. The other side may be the same: the contract takes new ids each time. */
  readonly createPort: () => Promise<World>;
}

/**
 * What an adapter and its test set-up can do, by capability: `true`, and it is tested; or why it is absent, and the contract
 * says "not claimed", and holds the set-up to it.
 */
export type Claims<Capability extends string> = { readonly [C in Capability]: true | Absent };

/** Declares one test of a contract on an adapter of its own. */
export type PortScenario<World> = (name: string, body: (world: World) => Promise<void>) => void;

/** How long any call of a contract may take, in milliseconds of real time. */
const patienceMs = 20_000;
/** How long a call may take to end once it was called off. */
const givingUpMs = 2_000;

/** The {@link PortScenario} of a runner and an adapter. */
export function portScenario<World extends PortUnderTest<unknown>>({
  it,
  createPort,
}: PortContractOptions<World>): PortScenario<World> {
  return (name, body) =>
    it(name, async () => {
      const world = await createPort();
      try {
        await within(patienceMs, body(world), 'this');
      } finally {
        await world.close?.();
      }
    });
}

/**
 * Says so in a test of its own if a capability is not claimed: nothing is passed over in silence. The test holds the set-up to
 * it, too.
 */
export function notClaimed<World>(
  scenario: PortScenario<World>,
  capability: string,
  claim: true | Absent,
  isOffered: (world: World) => boolean,
): void {
  if (claim === true) return;
  scenario(`not claimed: ${capability}, because ${claim.absent}`, async (world) => {
    assert.ok(!isOffered(world), `${capability} is offered here: claim it`);
  });
}

/** A call of a port, under a key as the runtime makes them unless one is given. */
export function callOf(key: string, signal: AbortSignal = new AbortController().signal): PortCall {
  return { key, signal, traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01' };
}

/** A key that was never used. */
export function newKey(kind: string): string {
  return `${randomUUID()}:${kind}:1`;
}

/** An id that was never used. */
export function newId(): string {
  return randomUUID();
}

/** A signal that was aborted already. */
export function abortedSignal(): AbortSignal {
  return AbortSignal.abort();
}

/** An answer as the port's schema reads it. It fails for one that the runtime would not take. */
export function answerOf<Schema extends z.ZodType>(schema: Schema, answer: unknown): z.output<Schema> {
  const read = schema.safeParse(answer);
  if (read.success) return read.data;
  const problems = listProblems(problemsOf(read.error));
  return assert.fail(`the answer does not fit the port's schema: ${problems}; it was ${said(answer)}`);
}

/** What a call that has to fail failed with. */
export async function failureOf(call: Promise<unknown>): Promise<unknown> {
  let answer: unknown;
  try {
    answer = await call;
  } catch (error) {
    return error;
  }
  return assert.fail(`it was to fail, and answered ${said(answer)}`);
}

/** What a call that was called off failed with; it fails for one that does not end. */
export function failureSoon(call: Promise<unknown>): Promise<unknown> {
  return within(givingUpMs, failureOf(call), 'a call that was called off');
}

/** Holds an error to it that nobody knows whether the effect has happened. */
export function assertUnknown(error: unknown): void {
  assert.ok(
    !isPortError(error) || error.outcome === 'unknown',
    `the effect may have happened, and the error says \`failed\`: ${said(error)}`,
  );
}

/** Holds an error to it that another attempt is worth it. */
export function assertLater(error: unknown): void {
  assert.ok(
    !isPortError(error) || error.retry === 'later',
    `another attempt may succeed, and the error says \`never\`: ${said(error)}`,
  );
}

/** Holds an error to it that nothing has happened, and that the same call will fail again. */
export function assertNever(error: unknown): void {
  assert.ok(isPortError(error), `it was to be a PortError, and is ${said(error)}`);
  assert.deepEqual(
    { retry: error.retry, outcome: error.outcome },
    { retry: 'never', outcome: 'failed' },
    `what it says of retry and outcome: ${said(error)}`,
  );
}

/** A few milliseconds of real time, in which a call gets under way. */
export function shortly(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 20));
}

async function within<T>(ms: number, work: Promise<T>, what: string): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => reject(new assert.AssertionError({ message: `${what} did not end within ${ms} ms` })),
      ms,
    );
  });
  try {
    return await Promise.race([late, work]);
  } finally {
    clearTimeout(timer);
  }
}

function said(value: unknown): string {
  return value instanceof Error
    ? `${value.name}: ${value.message}`
    : (JSON.stringify(value) ?? String(value));
}
