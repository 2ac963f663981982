import { OrderError } from '../../errors/index.ts';
import { type EventOf, type RequestType, requestTypes } from '../events/index.ts';
import type { Order } from '../order.ts';
import type { Terms } from '../terms.ts';
import type { PayloadRule, Refusal, Rule, Verdict } from './rule.ts';

/** Whether a request may pass, and if not, every rule that objects. */
export type Admission = { readonly ok: true } | { readonly ok: false; readonly refusals: readonly Refusal[] };

/** Whether a request would be allowed, and if not, why. */
export interface Explained {
  readonly allowed: boolean;
  readonly refusals: readonly Refusal[];
}

/** A table of rules, in all their versions. An order is judged by the versions that its terms name. */
export interface RuleBook {
  readonly rules: readonly Rule[];
  /** The terms of an order that is created now: they name the versions that are in force. A version that they name already stays. */
  readonly stamp: (terms: Terms) => Terms;
  /**
   * Whether a request may pass: the only place that refuses one. All rules are asked; a rule over the payload only when the
   * order's state allows the request at all, unless it says `always`. Facts do not come here: they are never refused.
   * @throws OrderError `RULE_VERSION_UNKNOWN`.
   */
  readonly admit: (order: Order, event: EventOf<RequestType>) => Admission;
  /**
   * Whether the order allows a type of request in the state that it is in, or a request with its payload; and if not,
   * every rule that objects, with its limit and the value that it was held against. Nothing is sent.
   * @throws OrderError `RULE_VERSION_UNKNOWN`.
   */
  readonly explain: (order: Order, request: RequestType | EventOf<RequestType>) => Explained;
  /** The requests that the order's state allows now. What they ask for may still be refused. @throws OrderError `RULE_VERSION_UNKNOWN`. */
  readonly allowedEvents: (order: Order) => readonly RequestType[];
}

type Versions = Terms['ruleVersions'];
type ByType = Map<RequestType, readonly Rule[]>;

/**
 * Makes a book of rules. `types`: the requests that may be asked about, the statechart's if left out.
 * @throws OrderError `OPTIONS_INVALID` for two rules of one id and version.
 */
export function ruleBook(rules: readonly Rule[], types: readonly RequestType[] = requestTypes): RuleBook {
  const families = familiesOf(rules);
  const latest = latestVersions(families);
  const unnamed: ByType = new Map();
  const known = new WeakMap<Versions, ByType>();

  const rulesFor = (order: Order, type: RequestType): readonly Rule[] => {
    const { ruleVersions } = order.terms;
    let byType = Object.keys(ruleVersions).length === 0 ? unnamed : known.get(ruleVersions);
    if (byType === undefined) known.set(ruleVersions, (byType = new Map<RequestType, readonly Rule[]>()));
    const found = byType.get(type) ?? inForce(families, order).filter((rule) => rule.on.includes(type));
    byType.set(type, found);
    return found;
  };
  const byState = (order: Order, type: RequestType): readonly Refusal[] =>
    rulesFor(order, type).flatMap((rule) => (rule.scope === 'state' ? named(rule, rule.test(order)) : []));
  const refusalsOf = (order: Order, event: EventOf<RequestType>): readonly Refusal[] => {
    const refusals = byState(order, event.type);
    const isAsked = (rule: PayloadRule) => refusals.length === 0 || rule.always;
    const byPayload = rulesFor(order, event.type).flatMap((rule) =>
      rule.scope === 'payload' && isAsked(rule) ? named(rule, rule.test(order, event)) : [],
    );
    return [...refusals, ...byPayload];
  };
  return {
    rules,
    stamp(terms) {
      const missing = Object.keys(latest).some((id) => terms.ruleVersions[id] === undefined);
      return missing ? { ...terms, ruleVersions: { ...latest, ...terms.ruleVersions } } : terms;
    },
    admit(order, event) {
      const refusals = refusalsOf(order, event);
      return refusals.length === 0 ? { ok: true } : { ok: false, refusals };
    },
    explain(order, request) {
      const refusals = typeof request === 'string' ? byState(order, request) : refusalsOf(order, request);
      return { allowed: refusals.length === 0, refusals };
    },
    allowedEvents: (order) => types.filter((type) => byState(order, type).length === 0),
  };
}

type Families = ReadonlyMap<string, ReadonlyMap<number, Rule>>;

/** The versions of each rule. */
function familiesOf(rules: readonly Rule[]): Families {
  const families = new Map<string, Map<number, Rule>>();
  for (const rule of rules) {
    const family = families.get(rule.id) ?? new Map<number, Rule>();
    if (family.has(rule.version)) {
      throw new OrderError(
        'OPTIONS_INVALID',
        `two rules are version ${rule.version} of \`${rule.id}\`. Give the later one another version, or another id.`,
        { retry: 'afterFix', details: { rule: rule.id, version: rule.version } },
      );
    }
    families.set(rule.id, family.set(rule.version, rule));
  }
  return families;
}

/** The latest version of each rule that has another one than the first: an order that names none goes by the first. */
function latestVersions(families: Families): Versions {
  const latest = [...families].map(([id, family]) => [id, Math.max(...family.keys())] as const);
  return Object.fromEntries(latest.filter(([, version]) => version > 1));
}

/** The rules that hold for an order. */
function inForce(families: Families, order: Order): readonly Rule[] {
  const { ruleVersions } = order.terms;
  for (const [id, version] of Object.entries(ruleVersions))
    if (families.get(id)?.has(version) !== true) throw unknownVersion(order, id, version, families.get(id));
  return [...families].flatMap(([id, family]) => family.get(ruleVersions[id] ?? 1) ?? []);
}

function unknownVersion(
  order: Order,
  id: string,
  version: number,
  family: ReadonlyMap<number, Rule> | undefined,
): OrderError {
  const known = [...(family?.keys() ?? [])].toSorted((a, b) => a - b);
  const there = known.length === 0 ? 'no rule of this name' : `version ${known.join(', ')} of it`;
  return new OrderError(
    'RULE_VERSION_UNKNOWN',
    `order ${order.number ?? order.id} goes by version ${version} of the rule \`${id}\`, and this code has ${there}. Deploy the code that has it, or keep old versions in the table until no order goes by them.`,
    { retry: 'afterFix', details: { orderId: order.id, rule: id, version, known } },
  );
}

function named(rule: Rule, verdict: Verdict): readonly Refusal[] {
  if (verdict === null) return [];
  const objections = 'code' in verdict ? [verdict] : verdict;
  return objections.map((objection) => ({ rule: rule.id, path: '', ...objection }));
}
