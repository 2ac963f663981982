import type { EventOf, RequestType } from '../events/index.ts';
import type { Json, Order } from '../order.ts';
import type { Terms } from '../terms.ts';

/** Why a request is refused. */
export interface Refusal {
  /** The rule's id. */
  readonly rule: string;
  /** A stable snake_case code. */
  readonly code: string;
  /** Which part of the order or the request it is about: `payments[0].method`; empty for the whole. */
  readonly path: string;
  /** One sentence for people. */
  readonly reason: string;
  /** The order's, or the request's, value. */
  readonly value: Json;
  /** What it was held against. */
  readonly limit: Json;
}

/** What a rule objects to. Left out, `path` is the whole. */
export interface Objection<Code extends string = string>
  extends Omit<Refusal, 'rule' | 'path' | 'code'>,
    Partial<Pick<Refusal, 'path'>> {
  readonly code: Code;
}

/** A rule's verdict: `null`, or an empty list, is yes. */
export type Verdict<Code extends string = string> = Objection<Code> | readonly Objection<Code>[] | null;

type Leaf = null | boolean | number | string | readonly unknown[] | { readonly [key: string]: number };

/** A field of the terms, by its path: `returnWindowMs`, `limits.maxUnits`. */
export type TermPath = {
  [K in keyof Terms]: string extends keyof NonNullable<Terms[K]>
    ? K
    : Terms[K] extends Leaf
      ? K
      : `${K}.${Extract<keyof NonNullable<Terms[K]>, string>}`;
}[keyof Terms];

/** What a rule says of itself, for `explain`, the documentation, and those who write clients. */
export interface RuleWords<Code extends string = string> {
  /** Every code that it can refuse with; another one does not compile. */
  readonly codes: readonly Code[];
  /** The fields of the terms that set its limit; empty: the limit is fixed. */
  readonly terms: readonly TermPath[];
  /**
   * Which version of the rule this is. Orders keep to the versions that were in force when they were created, so a rule
   * that changes gets a new version, and the old one stays in the table. A new rule that is not to hold for orders that
   * are there already begins at 2.
   * @defaultValue 1
   */
  readonly version?: number;
  /**
   * Of a rule over the payload: whether it is asked even where the order's state refuses the request already, so that all
   * that is wrong is said at once.
   * @defaultValue false
   */
  readonly always?: boolean;
}

interface RuleBase {
  readonly id: string;
  readonly version: number;
  readonly on: readonly RequestType[];
  /** What it is for, in one sentence. */
  readonly about: string;
  readonly codes: readonly string[];
  readonly terms: readonly TermPath[];
}

/** A rule that needs only the order: `explain` and `allowedEvents` use it, too. */
export interface StateRule extends RuleBase {
  readonly scope: 'state';
  /** Decides, by the order alone. */
  readonly test: (order: Order) => Verdict;
}

/** A rule that looks at what is asked. */
export interface PayloadRule extends RuleBase {
  readonly scope: 'payload';
  readonly always: boolean;
  /** Decides, by the order and what is asked of it. */
  readonly test: (order: Order, event: EventOf<RequestType>) => Verdict;
}

/** A rule of the table. */
export type Rule = StateRule | PayloadRule;

/** A rule over the payload of one type of request. */
export function payloadRule<T extends RequestType, const Code extends string = never>(
  id: string,
  on: T,
  about: string,
  { codes, terms, version = 1, always = false }: RuleWords<Code>,
  test: (order: Order, event: EventOf<T>) => Verdict<NoInfer<Code>>,
): PayloadRule {
  const asked = test as PayloadRule['test'];
  return { id, version, on: [on], scope: 'payload', about, codes, terms, always, test: asked };
}

/** A rule over the order's state. */
export function stateRule<const Code extends string = never>(
  id: string,
  on: readonly RequestType[],
  about: string,
  { codes, terms, version = 1 }: Omit<RuleWords<Code>, 'always'>,
  test: (order: Order) => Verdict<NoInfer<Code>>,
): StateRule {
  return { id, version, on, scope: 'state', about, codes, terms, test };
}
