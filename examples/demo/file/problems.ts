import { pathText } from 'statecart/machine';
import type { z } from 'zod';

/** One mistake in a file: where it stands, and what is wrong with it. */
export interface FileProblem {
  readonly path: string;
  readonly message: string;
}

/** The mistakes that a schema found, each with what stands in the file. */
export function schemaProblems(input: unknown, error: z.ZodError): readonly FileProblem[] {
  return error.issues.flatMap((issue) => {
    if (issue.code === 'unrecognized_keys')
      return issue.keys.map((key) => ({
        path: pathText([...issue.path, key]),
        message: 'is not known here',
      }));
    return [{ path: pathText(issue.path), message: messageOf(issue, valueAt(input, issue.path)) }];
  });
}

type Issue = z.ZodError['issues'][number];

function messageOf(issue: Issue, value: unknown): string {
  if (value === undefined) return `is missing${kindWanted(issue)}`;
  const stands = `is ${shown(value)}`;
  switch (issue.code) {
    case 'invalid_type':
      return `${stands}; ${wanted(issue.message, `must be ${kind(issue.expected)}`)}`;
    case 'invalid_value':
      return `${stands}; must be one of ${issue.values.map(String).join(', ')}`;
    case 'invalid_union':
      return `${stands}; must be one of ${((issue as { options?: unknown[] }).options ?? []).map(String).join(', ')}`;
    case 'too_small':
    case 'too_big':
      return `${stands}; ${wanted(issue.message, bound(issue))}`;
    case 'invalid_format':
    case 'custom':
      return `${stands}; ${wanted(issue.message, `must be ${formats[String((issue as { format?: string }).format)] ?? 'of another form'}`)}`;
    default:
      return `${stands}; ${issue.message}`;
  }
}

const formats: Record<string, string> = {
  email: 'an email address',
  datetime: 'a moment in UTC, such as 2026-03-02T08:00:00Z',
};

/** A message of our own schemas says what must be; zod's own begin with a capital. */
function wanted(message: string, otherwise: string): string {
  return message.startsWith('must ') ? message : otherwise;
}

function bound(issue: Issue & { readonly code: 'too_small' | 'too_big' }): string {
  const limit = String(issue.code === 'too_small' ? issue.minimum : issue.maximum);
  const side = issue.code === 'too_small' ? 'at least' : 'at most';
  switch (issue.origin) {
    case 'array':
      return `must have ${side} ${limit} of them`;
    case 'string':
      return limit === '1' && issue.code === 'too_small'
        ? 'must not be empty'
        : `must have ${side} ${limit} characters`;
    default:
      return `must be ${side} ${limit}`;
  }
}

function kind(expected: string): string {
  if (expected === 'int') return 'a whole number';
  if (expected === 'array') return 'a list';
  return `${/^[aeiou]/.test(expected) ? 'an' : 'a'} ${expected}`;
}

function kindWanted(issue: Issue): string {
  if (issue.code === 'invalid_type') return `: ${kind(issue.expected)}`;
  const options = (issue as { options?: unknown[] }).options;
  return options === undefined ? '' : `: one of ${options.map(String).join(', ')}`;
}

function shown(value: unknown): string {
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : 'a list';
  if (typeof value === 'object' && value !== null) return 'an object';
  const text = JSON.stringify(value);
  return text.length <= 60 ? text : `${text.slice(0, 57)}…"`;
}

function valueAt(input: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (value, step) =>
      typeof value === 'object' && value !== null ? (value as Record<PropertyKey, unknown>)[step] : undefined,
    input,
  );
}
