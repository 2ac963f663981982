import { defaultRiskRules } from '../../src/adapters/rules/index.ts';
import { defaultTerms, type RequestType, type Rule, requestTypes, rules } from '../../src/machine/index.ts';
import { duration, table } from './units.ts';

/** `docs/reference/rules.md`: what `admit` and `explain` go by, from the table of rules itself. */
export function rulesPage(): string {
  return `# Rules

Made by \`npm run reference\` from the table that \`admit\`, \`explain\` and \`allowedEvents\` go by; a test says when this page is stale.

A request passes when no rule objects. A *state* rule looks at the order alone, so \`explain(id, type)\` and \`allowedEvents(id)\` know
it beforehand; a *payload* rule looks at what is asked, too: \`explain(id, request)\`. What a rule answers is a refusal: \`rule\`, \`code\`,
\`path\`, \`reason\`, the \`value\` and the \`limit\` that it was held against. All rules that object are reported at once, and the refusal
is in the order's journal with who asked. Facts are never refused.

The terms are part of the order: a limit that is changed holds for orders that are created later. So do rules: where one has several
versions, an order keeps to the one that was in force when it was created.

${requestTypes.map(section).join('\n\n')}

## The default rules of risk

\`createRiskRules()\` of \`statecart/adapters/rules\` screens with these, unless it is given others; an order is screened whose terms
have \`riskScreening\`. Points are added up: from 50 on a person decides, from 150 on the order is turned down.

${table(
  ['rule', 'applies when', 'points', 'set to'],
  defaultRiskRules.map(({ id, about, weight, settings }) => [
    `\`${id}\``,
    about,
    String(weight),
    Object.keys(settings).length === 0 ? '–' : `\`${JSON.stringify(settings)}\``,
  ]),
)}
`;
}

function section(type: RequestType): string {
  const own = rules.filter(({ on }) => on.includes(type));
  const rows = own.map((rule) => [
    `\`${rule.id}\`${rule.version === 1 ? '' : ` (version ${rule.version})`}`,
    rule.about,
    rule.scope,
    rule.codes.length === 0 ? '–' : rule.codes.map((code) => `\`${code}\``).join(', '),
    limitsOf(rule),
  ]);
  const body = rows.length === 0 ? 'Nothing stands against it.' : table(head, rows);
  return `## \`${type}\`\n\n${body}`;
}

const head = ['rule', 'what it is about', 'looks at', 'codes', 'set by the terms (default)'];

function limitsOf({ terms }: Rule): string {
  return terms.length === 0 ? '–' : terms.map((term) => `\`${term}\` (${shown(term)})`).join(', ');
}

function shown(term: string): string {
  let value: unknown = defaultTerms;
  for (const step of term.split('.')) value = (value as Record<string, unknown>)[step];
  if (value === undefined) throw new Error(`${term} is no field of the terms.`);
  if (typeof value === 'number' && term.endsWith('Ms')) return duration(value);
  const isNone = value === null || (typeof value === 'object' && Object.keys(value).length === 0);
  return isNone ? 'none' : `\`${String(value as string)}\``;
}
