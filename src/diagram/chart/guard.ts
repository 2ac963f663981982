/** A guard by its name and its parameters. */
export interface Guard {
  readonly type: string;
  /** A parameter that is a name or a list of names, as a list. */
  list(param: string): readonly string[];
}

/** A guard as XState keeps it: a name, a name with parameters, or a function. `null`: there is none, or it has no name. */
export function guardOf(guard: unknown): Guard | null {
  if (typeof guard === 'string') return { type: guard, list: () => [] };
  if (typeof guard === 'function') return guard.name === '' ? null : { type: guard.name, list: () => [] };
  if (typeof guard !== 'object' || guard === null) return null;
  const { type, params } = guard as { readonly type?: unknown; readonly params?: unknown };
  if (typeof type !== 'string') return null;
  return { type, list: (param) => namesIn(params, param) };
}

function namesIn(params: unknown, param: string): readonly string[] {
  if (typeof params !== 'object' || params === null) return [];
  const value = (params as Readonly<Record<string, unknown>>)[param];
  return [value].flat().filter((name) => typeof name === 'string');
}
