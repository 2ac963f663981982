import * as z from 'zod';
import { OrderError, type Problem } from '../../errors/index.ts';
import { type EventInput, type EventMeta, eventSchemas, type OrderEvent } from './events.ts';
import { meta as metaSchema } from './parts.ts';

/** A path as people write it: `lines[2].quantity`. */
export function pathText(path: readonly PropertyKey[]): string {
  return path
    .map((step, index) =>
      typeof step === 'number' ? `[${step}]` : `${index === 0 ? '' : '.'}${String(step)}`,
    )
    .join('');
}

/** The problems that zod found, in our form. `prefix` is put before each path. */
export function problemsOf(error: z.ZodError, prefix = ''): Problem[] {
  return error.issues.flatMap(plainIssues).map((issue) => {
    const path = pathText(issue.path);
    return {
      path: prefix + (prefix && path && !path.startsWith('[') ? '.' : '') + path,
      code: issue.code,
      message: issue.message,
    };
  });
}

/**
 * The issues of a value that fits none of several shapes: those of the shape that it is nearest to, which has the fewest
 * fields too many, then the fewest issues.
 */
function plainIssues(issue: z.core.$ZodIssue): readonly z.core.$ZodIssue[] {
  if (issue.code !== 'invalid_union' || issue.errors.length === 0) return [issue];
  const strange = (issues: readonly z.core.$ZodIssue[]) =>
    issues.filter(({ code }) => code === 'unrecognized_keys').length;
  const [nearest] = [...issue.errors].sort((a, b) => strange(a) - strange(b) || a.length - b.length);
  return (nearest ?? []).flatMap((inner) => plainIssues({ ...inner, path: [...issue.path, ...inner.path] }));
}

/** One line a problem: `lines[2].quantity: must be at least 1`. */
export function listProblems(problems: readonly Problem[]): string {
  return problems
    .map((problem) => (problem.path ? `${problem.path}: ${problem.message}` : problem.message))
    .join('; ');
}

/**
 * Parses `input` by `schema`.
 * @throws OrderError `VALIDATION_FAILED` with every problem and its path.
 */
export function parseAs<S extends z.ZodType>(schema: S, input: unknown, what: string): z.output<S> {
  const result = read(schema, input, what);
  if (result.success) return result.data;
  const problems = problemsOf(result.error);
  throw new OrderError('VALIDATION_FAILED', `${what} is not valid: ${listProblems(problems)}.`, {
    retry: 'afterFix',
    problems,
  });
}

/** What can't even be looked at, such as lists within lists without end, is not valid either. */
function read<S extends z.ZodType>(
  schema: S,
  input: unknown,
  what: string,
): z.ZodSafeParseResult<z.output<S>> {
  try {
    return schema.safeParse(input);
  } catch (cause) {
    const why = cause instanceof RangeError ? 'it is nested too deeply' : String(cause);
    const problem = { path: '', code: 'unreadable', message: why };
    throw new OrderError('VALIDATION_FAILED', `${what} is not valid: ${why}.`, {
      retry: 'afterFix',
      problems: [problem],
      cause,
    });
  }
}

/** Makes a complete, valid event out of what a caller wrote; see {@link parseEvent}. */
export type EventParser = (input: EventInput | { readonly type: string }, meta: EventMeta) => OrderEvent;

/** A parser of the events whose payloads have these schemas. */
export function eventParser(schemas: Readonly<Record<string, z.ZodType>>): EventParser {
  return (input, meta) => {
    const { type, meta: givenMeta, ...payload } = input as EventInput & Record<string, unknown>;
    const schema = typeof type === 'string' && Object.hasOwn(schemas, type) ? schemas[type] : undefined;
    if (schema === undefined) throw unknownEvent(type, Object.keys(schemas));
    const data = parseAs(schema, payload, `the event "${type}"`) as object;
    const stamped = parseAs(metaSchema, { ...meta, ...givenMeta }, `the meta of the event "${type}"`);
    return { type, ...data, meta: stamped } as OrderEvent;
  };
}

/**
 * Makes a complete, valid event out of what a caller wrote.
 *
 * @throws OrderError `UNKNOWN_EVENT` for a type that the statechart does not have (names beginning with `xstate.` belong to
 * XState and are refused with the rest), `VALIDATION_FAILED` with every problem and its path.
 */
export const parseEvent: EventParser = eventParser(eventSchemas);

function unknownEvent(type: unknown, known: readonly string[]): OrderError {
  const near = typeof type === 'string' ? nearest(type, known) : undefined;
  const named = typeof type === 'string' ? type.slice(0, 100).toWellFormed() : typeof type;
  return new OrderError(
    'UNKNOWN_EVENT',
    `"${named}" is not an event of an order${near ? `; did you mean "${near}"?` : '.'} The types are: ${known.join(', ')}.`,
    { retry: 'afterFix', details: { type: named } },
  );
}

/** The known type that shares the most with a misspelt one, if any shares enough. */
function nearest(type: string, types: readonly string[]): string | undefined {
  if (type.startsWith('xstate.')) return undefined;
  const tail = type
    .slice(0, 100)
    .toLowerCase()
    .replaceAll(/[^a-z]/g, '');
  return types.find((known) => {
    const flat = known.replaceAll(/[^a-z]/g, '');
    return flat === tail || (tail.length >= 5 && (flat.includes(tail) || tail.includes(flat)));
  });
}
