import * as z from 'zod';
import { OrderError } from '../../../errors/index.ts';
import { type Json, type JsonObject, listProblems, problemsOf } from '../../../machine/index.ts';
import type { BookTable, Library } from './books.ts';

/** What a script can make a simulated party do. Each party says which it knows. */
export const behaviours = [
  'decline',
  'reject',
  'review',
  'delay',
  'fail_before',
  'lose_answer',
  'pending',
  'action_required',
  'not_collected',
  'duplicate_fact',
  'late_fact',
  'out_of_order',
  'silent',
  'sale',
  'expire',
  'split',
  'fail',
  'cancel_itself',
  'refuse_cancel',
  'exception',
  'lose_parcel',
  'return_to_sender',
  'come_back',
  'turn_up',
  'damage_parcel',
] as const;
/** The name of a behaviour. */
export type Behaviour = (typeof behaviours)[number];

const ruleSchema = z.strictObject({
  do: z.enum(behaviours),
  method: z.string().min(1).optional(),
  where: z.record(z.string(), z.json()).optional(),
  times: z.number().int().min(1).nullable().optional(),
  per: z.enum(['rule', 'key']).optional(),
  code: z.string().min(1).max(200).optional(),
  reason: z.string().max(2_000).optional(),
  retry: z.enum(['never', 'later']).optional(),
  ms: z.number().int().min(0).optional(),
  outcome: z.enum(['succeed', 'decline']).optional(),
  parcels: z.number().int().min(1).max(1_000).optional(),
});

/** One rule of a script. Plain JSON. */
export type Rule = {
  readonly do: Behaviour;
  /** Only calls of this method, such as `authorize` or `find`. @defaultValue any */
  readonly method?: string;
  /** Only requests that hold all of this: `{ token: 'tok_decline' }`, `{ lines: [{ sku: 'MUG' }] }`. @defaultValue any */
  readonly where?: JsonObject;
  /** How many calls it is for; `null`: all. @defaultValue 1 for `next`, `null` for `always` */
  readonly times?: number | null;
  /** What `times` counts: calls in all, or calls of each key. @defaultValue 'rule' */
  readonly per?: 'rule' | 'key';
  /** The code of what goes wrong. */
  readonly code?: string;
  /** What people are told of it. */
  readonly reason?: string;
  /** Of `fail_before`: whether another attempt is worth it. @defaultValue 'later' */
  readonly retry?: 'never' | 'later';
  /** How long it takes, in milliseconds: of `delay`, `pending`, `late_fact`. */
  readonly ms?: number;
  /** Of `pending`: what becomes of it. @defaultValue 'succeed' */
  readonly outcome?: 'succeed' | 'decline';
  /** Of `split`: in how many parcels. @defaultValue 2 */
  readonly parcels?: number;
};

/** Says how a party behaves, otherwise than well. The latest matching rule counts. */
export interface Script {
  /** A rule for the next matching call. @throws OrderError `OPTIONS_INVALID` for what this party can't do. */
  next(behaviour: Behaviour, rule?: Omit<Rule, 'do'>): void;
  /** A rule for every matching call. @throws OrderError `OPTIONS_INVALID` for what this party can't do. */
  always(behaviour: Behaviour, rule?: Omit<Rule, 'do'>): void;
  /** Forgets the rules that were added; those that the party was made with stay. */
  clear(): void;
}

/** A script as its party reads it. */
export interface ReadableScript extends Script {
  /** The rule for a call, counted as used; of the behaviours named. Only within {@link Library.write}. */
  take(behaviours: readonly Behaviour[], method: string, request: JsonObject, key: string): Rule | null;
}

type RuleRow = { readonly id: string; readonly order: number; readonly rule: Rule };
type UsedRow = { readonly count: number };

/** Makes a script. What is added to it, and what was used of it, stands in the book of its party. */
export function createScript(
  library: Library,
  book: string,
  knows: readonly Behaviour[],
  given: readonly Rule[],
): ReadableScript {
  const added: BookTable<RuleRow> = library.table(book, 'rules');
  const used: BookTable<UsedRow> = library.table(book, 'rules_used');
  const fixed = given
    .map((rule, index) => ({ id: `given:${index}`, rule: checkRule(book, knows, rule) }))
    .toReversed();

  const append = (rule: Rule) => {
    const checked = checkRule(book, knows, rule);
    const order = added.values().reduce((last, row) => Math.max(last, row.order), 0) + 1;
    const id = `added:${order}`;
    library.write(() => added.put(id, { id, order, rule: { ...checked } }));
  };

  return {
    next: (behaviour, rule = {}) => append({ times: 1, ...rule, do: behaviour }),
    always: (behaviour, rule = {}) => append({ times: null, ...rule, do: behaviour }),
    clear: () =>
      library.write(() => {
        for (const row of added.values()) added.remove(row.id);
      }),
    take(wanted, method, request, key) {
      const latest = added.values().toSorted((one, other) => other.order - one.order);
      for (const { id, rule } of [...latest, ...fixed]) {
        if (
          !wanted.includes(rule.do) ||
          (rule.method ?? method) !== method ||
          !holds(request, rule.where ?? {})
        )
          continue;
        const times = rule.times ?? null;
        if (times === null) return rule;
        const counter = rule.per === 'key' ? JSON.stringify([id, key]) : id;
        const count = used.get(counter)?.count ?? 0;
        if (count >= times) continue;
        used.put(counter, { count: count + 1 });
        return rule;
      }
      return null;
    },
  };
}

function checkRule(book: string, knows: readonly Behaviour[], rule: Rule): Rule {
  const parsed = ruleSchema.safeParse(rule);
  if (!parsed.success) {
    const problems = problemsOf(parsed.error);
    throw new OrderError('OPTIONS_INVALID', `this is not a rule for ${book}: ${listProblems(problems)}.`, {
      retry: 'afterFix',
      problems,
    });
  }
  if (knows.includes(rule.do)) return rule;
  throw new OrderError('OPTIONS_INVALID', `${book} can't "${rule.do}". It knows: ${knows.join(', ')}.`, {
    retry: 'afterFix',
    details: { value: rule.do, knows },
  });
}

/** The answer of a party that decides against, as a rule says it. */
export function rejection(
  rule: Pick<Rule, 'code' | 'reason'>,
  code: string,
): { readonly status: 'rejected'; readonly code: string; readonly reason: string | null } {
  return { status: 'rejected', code: rule.code ?? code, reason: rule.reason ?? null };
}

/** Whether `value` holds all of `part`: fields by name; of a list, some element for each. */
function holds(value: Json | undefined, part: Json): boolean {
  if (typeof part !== 'object' || part === null) return value === part;
  if (typeof value !== 'object' || value === null) return false;
  if (Array.isArray(part)) {
    return (
      Array.isArray(value) && part.every((wanted: Json) => value.some((item: Json) => holds(item, wanted)))
    );
  }
  return Object.entries(part).every(([name, wanted]) => holds((value as JsonObject)[name], wanted as Json));
}
