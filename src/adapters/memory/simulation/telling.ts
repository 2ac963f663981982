import type { FactType, JsonObject } from '../../../machine/index.ts';
import type { Case } from './desk.ts';
import type { Outside, Report } from './outside.ts';
import type { Behaviour } from './script.ts';

/** How a party reports what happens: plain JSON, so that it stands in the books. */
export type Telling = {
  /** It reports nothing. */
  readonly silent: boolean;
  /** It keeps its reports until the last, and gives them last first. */
  readonly reversed: boolean;
  /** It reports everything again. */
  readonly duplicate: boolean;
  /** How long after it happened it reports. */
  readonly lateMs: number;
  /** What it keeps. */
  readonly held: readonly JsonObject[];
};

/** The behaviours that say how a party reports. */
export const tellings = [
  'silent',
  'out_of_order',
  'duplicate_fact',
  'late_fact',
] as const satisfies Behaviour[];

/** One minute: what `late_fact` means unless the rule says otherwise. */
const defaultLateMs = 60_000;

/** How the script wants it told. */
export function tellingOf(instance: Pick<Case<unknown>, 'rule'>): Telling {
  const late = instance.rule('late_fact');
  return {
    silent: instance.rule('silent') !== null,
    reversed: instance.rule('out_of_order') !== null,
    duplicate: instance.rule('duplicate_fact') !== null,
    lateMs: late === null ? 0 : (late.ms ?? defaultLateMs),
    held: [],
  };
}

/** Reports one fact in this manner; `last`: nothing more comes. Returns the manner with what it keeps. */
export function tell<T extends FactType>(
  outside: Outside,
  telling: Telling,
  report: Report<T>,
  last: boolean,
): Telling {
  if (telling.silent) return telling;
  const told = { ...report, lateMs: telling.lateMs, duplicate: telling.duplicate };
  if (!telling.reversed) {
    outside.report(told);
    return telling;
  }
  const held = [...telling.held, told as unknown as JsonObject];
  if (!last) return { ...telling, held };
  for (const kept of held.toReversed()) outside.report(kept as unknown as Report<FactType>);
  return { ...telling, held: [] };
}
