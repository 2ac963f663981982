import type * as z from 'zod';
import { PortError } from '../../errors/index.ts';
import { type Command, type FactInput, listProblems, problemsOf } from '../../machine/index.ts';
import type { PortCall, PortTraits } from '../../ports/index.ts';

/** How the runtime deals with one port: it makes the call of a command, and reads the answer as facts for the machine. */
export interface Desk {
  readonly traits: PortTraits;
  /** Makes the call, and says what its answer means. */
  readonly perform: (command: Command, call: PortCall) => Promise<readonly FactInput[]>;
  /**
   * Asks what became of the call with the command's key; `null`: the other side has never seen it. A desk without it
   * repeats the call instead: the same key is the same effect.
   */
  readonly find: ((command: Command, call: PortCall) => Promise<readonly FactInput[] | null>) | null;
  /** What the machine hears when the effect certainly did not happen, and won't; empty: nobody waits for it. */
  failed(command: Command, code: string, reason: string): readonly FactInput[];
  /** Whether the command is an operation of a ledger, which can be unknown. */
  readonly inLedger: boolean;
}

/**
 * The request of a command, as its port takes it.
 * @throws PortError (`never`, `failed`) if the command does not fit: nothing has been called.
 */
export function requestOf<Schema extends z.ZodType>(schema: Schema, command: Command): z.output<Schema> {
  const result = schema.safeParse(command.data);
  if (result.success) return result.data;
  throw new PortError(
    `the request of ${command.type} is not valid: ${listProblems(problemsOf(result.error))}`,
    {
      retry: 'never',
      outcome: 'failed',
      code: 'invalid_request',
      cause: result.error,
    },
  );
}

/**
 * An answer, checked.
 * @throws PortError (`later`, `unknown`) if it makes no sense: something may have happened, and the port is asked again.
 */
export function answerOf<Schema extends z.ZodType>(
  schema: Schema,
  answer: unknown,
  command: Command,
): z.output<Schema> {
  const result = schema.safeParse(answer);
  if (result.success) return result.data;
  throw new PortError(
    `the answer to ${command.type} is not valid: ${listProblems(problemsOf(result.error))}`,
    {
      retry: 'later',
      outcome: 'unknown',
      code: 'invalid_answer',
      cause: result.error,
    },
  );
}

/** A text field of a command's data; empty if it has none, which no fact's schema takes. */
export function textOf(command: Command, field: string): string {
  const value = command.data[field];
  return typeof value === 'string' ? value : '';
}

/** An answer that does not belong to the question. */
export function unexpected(command: Command, status: string): PortError {
  return new PortError(`the answer to ${command.type} is \`${status}\`, which does not belong to it`, {
    retry: 'later',
    outcome: 'unknown',
    code: 'unexpected_answer',
  });
}
