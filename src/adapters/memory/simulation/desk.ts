import type * as z from 'zod';
import { PortError } from '../../../errors/index.ts';
import { type JsonObject, listProblems, problemsOf, type Timestamp } from '../../../machine/index.ts';
import type { PortCall, PortTraits } from '../../../ports/index.ts';
import { isolate } from '../isolate.ts';
import type { BookTable } from './books.ts';
import type { Outside } from './outside.ts';
import { type Behaviour, createScript, type ReadableScript, type Rule } from './script.ts';

/** One key that a party was called with, and what it answered. */
export type CallRow = {
  readonly key: string;
  readonly method: string;
  readonly request: JsonObject;
  readonly answer: JsonObject;
  /** How many calls the key had. The effect happened once. */
  readonly calls: number;
  readonly at: Timestamp;
  readonly lastAt: Timestamp;
};

/**
 * What a party is made from, besides what it shares with others. With `settleMs`, its `find` does not see a key before
 * that time has passed, as a provider's search would not.
 */
export interface DeskOptions extends PortTraits {
  /** How long every call takes, in milliseconds. @defaultValue 0 */
  readonly latencyMs?: number;
  /** How it behaves, otherwise than well. A rule without `times` is for every matching call. */
  readonly rules?: readonly Rule[];
}

/** A call that is being handled. */
export interface Case<Request> {
  readonly request: Request;
  readonly key: string;
  readonly now: Timestamp;
  /** The rule of the script for this call, if there is one of the behaviours. */
  rule(...behaviours: Behaviour[]): Rule | null;
}

/** Where a party takes calls: the same for all of them. */
export interface Desk {
  readonly traits: PortTraits;
  readonly script: ReadableScript;
  readonly calls: BookTable<CallRow>;
  /** Takes a call: checks it, looks the key up, has the effect at most once, and answers. */
  take<Schema extends z.ZodType, Answer>(
    method: string,
    schema: Schema,
    request: z.output<Schema>,
    call: PortCall,
    effect: (instance: Case<z.output<Schema>>) => Answer,
  ): Promise<Answer>;
  /** Takes a question without effect. */
  read<Answer>(
    method: string,
    request: JsonObject,
    signal: AbortSignal,
    answer: () => Answer,
  ): Promise<Answer>;
  /** What was answered under a key; `null`: it was never seen. */
  find<Answer>(key: string, call: PortCall): Promise<Answer | null>;
  /** Writes down that the answer of a key is another one now. Only within a change of the books. */
  amend(key: string, answer: object): void;
}

/** What every party can be made to do: it concerns the wire, not the matter. */
const wire = ['delay', 'fail_before', 'lose_answer'] as const satisfies Behaviour[];

/**
 * Opens the desk of a party.
 *
 * The same key gets the same answer, and the effect once. The same key with another request is refused: `key_reused`.
 */
export function openDesk(
  outside: Outside,
  book: string,
  options: DeskOptions,
  knows: readonly Behaviour[],
): Desk {
  const { clock, library } = outside;
  const script = createScript(library, book, [...wire, ...knows], options.rules ?? []);
  const calls: BookTable<CallRow> = library.table(book, 'calls');
  const latencyMs = options.latencyMs ?? 0;

  /** The way to the party: time passes, or the call gets lost. */
  const arrive = async (method: string, request: JsonObject, key: string, signal: AbortSignal) => {
    if (signal.aborted) {
      throw new PortError(`${book}.${method} was called off before it began`, {
        outcome: 'failed',
        code: 'aborted',
      });
    }
    if (latencyMs > 0) await clock.sleep(latencyMs);
    const lost = library.write(() => script.take(['fail_before'], method, request, key));
    if (lost !== null) {
      throw new PortError(lost.reason ?? `${book} did not take ${method}: the script says so`, {
        retry: lost.retry ?? 'later',
        // An earlier call of the key may have had its effect.
        outcome: calls.get(key) === undefined ? 'failed' : 'unknown',
        code: lost.code ?? 'unavailable',
      });
    }
    const slow = library.write(() => script.take(['delay'], method, request, key));
    if (slow !== null) await clock.sleep(slow.ms ?? 1_000);
  };
  /** The way back. */
  const leave = (method: string, request: JsonObject, key: string) => {
    const lost = library.write(() => script.take(['lose_answer'], method, request, key));
    if (lost === null) return;
    throw new PortError(
      lost.reason ?? `${book} has taken ${method}, but the answer was lost: the script says so`,
      {
        outcome: 'unknown',
        code: lost.code ?? 'answer_lost',
      },
    );
  };

  const settleMs = options.settleMs ?? 0;
  const takeCall: Desk['take'] = async (method, schema, request, call, effect) => {
    const checked = check(book, method, schema, request);
    const plain = isolate(checked) as JsonObject;
    await arrive(method, plain, call.key, call.signal);
    const answer = await library.keep(() => {
      const known = calls.get(call.key);
      if (known !== undefined) {
        refuseReuse(book, known, method, plain);
        calls.put(call.key, { ...known, calls: known.calls + 1, lastAt: clock.now() });
        return known.answer;
      }
      const now = clock.now();
      const given = effect({
        request: checked,
        key: call.key,
        now,
        rule: (...wanted) => script.take(wanted, method, plain, call.key),
      });
      const row = {
        key: call.key,
        method,
        request: plain,
        answer: isolate(given) as JsonObject,
        calls: 1,
        at: now,
        lastAt: now,
      };
      calls.put(call.key, row);
      return row.answer;
    });
    leave(method, plain, call.key);
    return answer as never;
  };

  return {
    traits: { settleMs, ...(options.timeoutMs === undefined ? {} : { timeoutMs: options.timeoutMs }) },
    script,
    calls,
    take: (method, schema, request, call, effect) =>
      unlessCalledOff(`${book}.${method}`, call.signal, () =>
        takeCall(method, schema, request, call, effect),
      ),
    read: (method, request, signal, answer) =>
      unlessCalledOff(`${book}.${method}`, signal, async () => {
        await arrive(method, request, '', signal);
        leave(method, request, '');
        return isolate(answer());
      }),
    find: (key, call) =>
      unlessCalledOff(`${book}.find`, call.signal, async () => {
        const asked = { key };
        await arrive('find', asked, key, call.signal);
        leave('find', asked, key);
        const known = calls.get(key);
        return (known === undefined || clock.now() - known.at < settleMs ? null : known.answer) as never;
      }),
    amend(key, answer) {
      const known = calls.get(key);
      if (known !== undefined) calls.put(key, { ...known, answer: answer as JsonObject });
    },
  };
}

function check<Schema extends z.ZodType>(
  book: string,
  method: string,
  schema: Schema,
  request: unknown,
): z.output<Schema> {
  const parsed = schema.safeParse(request);
  if (parsed.success) return parsed.data;
  throw new PortError(`${book}.${method} can't read the request: ${listProblems(problemsOf(parsed.error))}`, {
    retry: 'never',
    outcome: 'failed',
    code: 'invalid_request',
  });
}

function refuseReuse(book: string, known: CallRow, method: string, request: JsonObject): void {
  if (known.method === method && sameJson(known.request, request)) return;
  throw new PortError(
    `the key "${known.key}" was used for another ${book}.${known.method} at ${known.at}: each operation needs a key of its own`,
    // What the key stands for has happened; this other request has not.
    { retry: 'never', outcome: 'failed', code: 'key_reused' },
  );
}

/** Lets the caller go when it calls a call off that is under way. The call goes its way all the same, as over a wire. */
function unlessCalledOff<Answer>(
  what: string,
  signal: AbortSignal,
  call: () => Promise<Answer>,
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const giveUp = () =>
      reject(new PortError(`${what} was called off while it was under way`, { code: 'aborted' }));
    if (!signal.aborted) signal.addEventListener('abort', giveUp, { once: true });
    call()
      .then(resolve, reject)
      .finally(() => signal.removeEventListener('abort', giveUp));
  });
}

/** Whether two values are the same JSON, whatever the order of their fields. */
function sameJson(one: unknown, other: unknown): boolean {
  if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null)
    return one === other;
  const names = Object.keys(one);
  return (
    Array.isArray(one) === Array.isArray(other) &&
    names.length === Object.keys(other).length &&
    names.every(
      (name) => Object.hasOwn(other, name) && sameJson(Reflect.get(one, name), Reflect.get(other, name)),
    )
  );
}
