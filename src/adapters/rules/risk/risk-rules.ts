import { OrderError, type Problem } from '../../../errors/index.ts';
import { listProblems } from '../../../machine/index.ts';
import type { RiskAnswer, RiskPort, RiskRequest } from '../../../ports/index.ts';
import { defaultRiskRules } from './default-rules.ts';
import type { RiskRule } from './risk-rule.ts';

/** What a rule-based screen is made from. */
export interface RiskRulesOptions {
  /** The rules, all of which are asked. @defaultValue {@link defaultRiskRules} */
  readonly rules?: readonly RiskRule[];
  /** From so many points on, a person decides. @defaultValue 50 */
  readonly reviewAt?: number;
  /** From so many points on, the order is turned down. @defaultValue 150 */
  readonly rejectAt?: number;
  /** How far back the customer's other orders are looked at, in milliseconds. @defaultValue 86400000 (a day) */
  readonly recentWindowMs?: number;
}

/** What the rules make of an order. */
export interface RiskAssessment {
  readonly outcome: RiskAnswer['outcome'];
  /** The points of all rules that apply. */
  readonly score: number;
  /** The rules that apply, in their order. */
  readonly applied: readonly RiskRule[];
}

/** A screen by rules that can be read. */
export interface RiskRules extends RiskPort {
  readonly rules: readonly RiskRule[];
  /** What the rules make of an order, and why: for tests of a rule set, and for people who decide. */
  assess(request: RiskRequest): RiskAssessment;
}

/**
 * Screens orders by rules, without a network. Every rule is asked. One whose weight is `reject` or `review` decides;
 * otherwise the points are added up. The reasons of the answer are the ids of the rules that apply.
 *
 * An order whose terms have `riskScreening` is screened after it was placed, before money moves.
 *
 * @throws OrderError `OPTIONS_INVALID` for two rules of one id, an id that can't be a reason, points below zero, limits that
 * can't be.
 * @example
 * import { createRiskRules, defaultRiskRules, type RiskRule } from 'statecart/adapters/rules';
 *
 * const watches: RiskRule = {
 *   id: 'many_watches',
 *   about: 'More than two watches in one order.',
 *   weight: 'review',
 *   settings: { sku: 'WATCH', quantity: 2 },
 *   applies: ({ lines }) => lines.some(({ sku, quantity }) => sku === 'WATCH' && quantity > 2),
 * };
 * const risk = createRiskRules({ rules: [...defaultRiskRules, watches] });
 */
export function createRiskRules(options: RiskRulesOptions = {}): RiskRules {
  const { rules = defaultRiskRules, reviewAt = 50, rejectAt = 150, recentWindowMs = 86_400_000 } = options;
  refuseBadOptions({ rules, reviewAt, rejectAt, recentWindowMs });
  const assess = (request: RiskRequest): RiskAssessment => {
    const applied = rules.filter((rule) => rule.applies(request));
    const score = applied.reduce((sum, { weight }) => sum + (typeof weight === 'number' ? weight : 0), 0);
    const says = (outcome: string) => applied.some(({ weight }) => weight === outcome);
    if (says('reject') || score >= rejectAt) return { outcome: 'reject', score, applied };
    return { outcome: says('review') || score >= reviewAt ? 'review' : 'allow', score, applied };
  };
  return {
    rules,
    recentWindowMs,
    assess,
    async screen(request, { signal }) {
      signal.throwIfAborted();
      const { outcome, applied } = assess(request);
      return { outcome, reasons: applied.map(({ id }) => id) };
    },
  };
}

const maxRules = 50;

function refuseBadOptions({ rules, reviewAt, rejectAt, recentWindowMs }: Required<RiskRulesOptions>): void {
  const problems: Problem[] = [];
  const add = (path: string, code: string, message: string) => problems.push({ path, code, message });
  if (rules.length > maxRules)
    add('rules', 'too_big', `are ${rules.length}, and an order has at most ${maxRules} reasons`);
  const ids = rules.map(({ id }) => id);
  for (const [index, { id, weight }] of rules.entries()) {
    if (ids.indexOf(id) !== index) add(`rules[${index}].id`, 'duplicate', `"${id}" is another rule's`);
    if (!/^[\x21-\x7e]{1,200}$/.test(id))
      add(`rules[${index}].id`, 'invalid', 'must be printable ASCII without spaces');
    if (typeof weight === 'number' && !(Number.isFinite(weight) && weight >= 0))
      add(`rules[${index}].weight`, 'invalid', `is ${weight}, and points are never below zero`);
  }
  if (!(reviewAt > 0)) add('reviewAt', 'invalid', `is ${reviewAt}: it must be above zero`);
  if (!(rejectAt >= reviewAt)) add('rejectAt', 'invalid', `is ${rejectAt}: it must not be below reviewAt`);
  if (!Number.isSafeInteger(recentWindowMs) || recentWindowMs < 1)
    add('recentWindowMs', 'invalid', `is ${recentWindowMs}: it must be a whole number above zero`);
  if (problems.length === 0) return;
  throw new OrderError(
    'OPTIONS_INVALID',
    `the options of createRiskRules are not valid: ${listProblems(problems)}.`,
    { retry: 'afterFix', problems },
  );
}
