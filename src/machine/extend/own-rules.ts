import type { EventOf, RequestType } from '../events/index.ts';
import type { Order } from '../order.ts';
import type { Rule, Verdict } from '../rules/rule.ts';
import { rules as baseRules } from '../rules/table.ts';
import type { Additions } from './collect.ts';
import { isWithin } from './paths.ts';

/** The rules of a composed order. Those of the base, and the tests of extensions, get the order with the base's axes. */
export function ownRules(additions: Additions, baseOf: (order: Order) => Order): readonly Rule[] {
  const own = additions.extensions.flatMap(({ rules = {} }) =>
    Object.entries(rules).flatMap(([on, list]) => list.map((rule): Rule => asRule(on as RequestType, rule))),
  );
  return [...[...baseRules, ...own].map((rule) => onBase(rule, baseOf)), ...withinRules(additions)];
}

type OwnRules = NonNullable<Additions['extensions'][number]['rules']>;

function asRule(on: RequestType, rule: OwnRules[string][number]): Rule {
  const { id, about, codes, terms = [], version = 1 } = rule;
  const words = { id, version, on: [on], about, codes, terms };
  const { state, payload } = rule;
  if (state !== undefined) return { ...words, scope: 'state', test: state };
  const test = payload as (order: Order, event: EventOf<RequestType>) => Verdict;
  return { ...words, scope: 'payload', always: false, test };
}

function onBase(rule: Rule, baseOf: (order: Order) => Order): Rule {
  if (rule.scope === 'state') return { ...rule, test: (order: Order) => rule.test(baseOf(order)) };
  return { ...rule, test: (order, event) => rule.test(baseOf(order), event) };
}

/** The rules that `within` stands for: they look at the order as it is. */
function withinRules({ within }: Additions): readonly Rule[] {
  return Object.entries(within).map(([type, statuses]): Rule => {
    const names = statuses.map((status) => `\`${status}\``).join(', ');
    return {
      id: `${type}.within`,
      version: 1,
      on: [type as RequestType],
      scope: 'state',
      about: `\`${type}\` may be asked for while the order is ${names}.`,
      codes: ['wrong_status'],
      terms: [],
      test: ({ axes }) =>
        statuses.some((status) => isWithin(axes.status, status))
          ? null
          : {
              code: 'wrong_status',
              reason: `the order is \`${axes.status}\`, and it is to be ${names}`,
              value: axes.status,
              limit: [...statuses],
            },
    };
  });
}
