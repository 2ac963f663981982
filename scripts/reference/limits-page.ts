import { termsSchema } from '../../src/machine/index.ts';
import { workerSchema } from '../../src/runtime/options.ts';
import { fieldsOf } from './described.ts';
import { callLimits, contentLimits, type FixedLimit, storeLimits } from './fixed-limits.ts';
import { schemaFields } from './schema-fields.ts';
import { table } from './units.ts';

/** `docs/reference/limits.md`: figures are the constants and schemas that the code goes by, words are its docstrings. */
export function limitsPage(): string {
  return `# Limits and defaults

Made by \`npm run reference\` from the constants and schemas that the code goes by; a test says when this page is stale.
Everything has a limit. What is beyond one is refused, with the value and the limit in the message, or goes on as told here.

## What an order and a message may hold

${fixed(contentLimits)}

Problems name the path (\`lines[3].quantity\`) and are reported all at once, before anything is written. In a port's answer the
same limits hold: an answer beyond them counts as an unknown outcome.

## Calls

${fixed(callLimits)}

## Stores

${fixed(storeLimits)}

## Options of createOrders

What is not valid is \`OPTIONS_INVALID\`, every mistake at once.

${optionsTable()}

## The option \`worker\`

${fieldsTable('option', schemaFields(workerSchema), wordsOf('WorkerOptions'))}

\`leaseMs\` is lengthened where a port's \`settleMs\` asks for it: to \`settleMs\` and twice the port's \`timeoutMs\`.

## The terms

The option \`terms\`, or what the function there gives for one order. They are part of the order: a change holds for orders that are
created later. What is not valid is \`OPTIONS_INVALID\`, or, given by a function, \`VALIDATION_FAILED\` of that order.

${fieldsTable('term', schemaFields(termsSchema), termWords())}
`;
}

/** The words of the terms, those of nested ones under their path. */
function termWords(): ReturnType<typeof fieldsOf> {
  const nested = (path: string, file: string, name: string) =>
    [...fieldsOf(file, name)].map(([field, words]) => [`${path}${field}`, words] as const);
  const limits = 'src/machine/order-limits.ts';
  return new Map([
    ...fieldsOf('src/machine/terms.ts', 'termsSchema'),
    ...nested('limits.', limits, 'limitsSchema'),
    ...nested('duplicates.', limits, 'duplicatesSchema'),
    ...nested('paymentMethods.*.', limits, 'paymentMethodSchema'),
  ]);
}

function fixed(limits: readonly FixedLimit[]): string {
  const rows = limits.map(({ what, value, where, beyond }) => [
    what,
    value,
    beyondText(beyond),
    `\`${where}\``,
  ]);
  return table(['what', 'limit', 'beyond it', 'enforced in'], rows);
}

function beyondText(beyond: FixedLimit['beyond']): string {
  return beyond.includes(' ') ? beyond : `[\`${beyond}\`](errors.md#${beyond.toLowerCase()})`;
}

const optionsFile = 'src/runtime/options.ts';

function wordsOf(name: string) {
  return fieldsOf(optionsFile, name);
}

function optionsTable(): string {
  const options = [...wordsOf('RuntimeOptions')].filter(([name]) => name !== 'sha256');
  const ports = [...wordsOf('OrderPorts')].map(([name, field]) => [`ports.${name}`, field] as const);
  const rows = [...options.filter(([name]) => name !== 'ports'), ...ports].map(
    ([name, { text, defaultValue }]) => {
      const needed = text.includes('Left out') ? 'none' : 'needed';
      return [`\`${name}\``, defaultValue ?? needed, text.replace(' Of `createOrders`:', '')];
    },
  );
  return table(['option', 'default', 'what it is'], rows);
}

function fieldsTable(
  head: string,
  fields: ReturnType<typeof schemaFields>,
  words: ReturnType<typeof fieldsOf>,
): string {
  const rows = fields.map(({ name, preset, range }) => {
    const said = words.get(name) ?? words.get(name.split('.')[0] ?? '');
    if (said === undefined || said.text === '') throw new Error(`${name} has no docstring.`);
    return [`\`${name}\``, preset, range, said.text.replace(/(, in milliseconds)?; [\d ]+ to [\d ]+\d/, '')];
  });
  return table([head, 'default', 'may be', 'what it is'], rows);
}
