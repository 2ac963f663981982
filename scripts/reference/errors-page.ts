import { errorWords } from '../../src/errors/error-words.ts';
import { type ErrorCode, errorCodes } from '../../src/errors/order-error.ts';
import { allThrown, type Thrown } from './thrown.ts';

/** `docs/reference/errors.md`: the words stand beside the codes, verdicts and details are read from where they are thrown. */
export function errorsPage(): string {
  const thrown = allThrown();
  const ofCode = (code: ErrorCode) => thrown.filter(({ codes }) => codes.includes(code));
  return `${head}
| code | retry |
| --- | --- |
${errorCodes.map((code) => `| [\`${code}\`](#${code.toLowerCase()}) | ${verdictsOf(ofCode(code))} |`).join('\n')}

${errorCodes.map((code) => section(code, ofCode(code))).join('\n\n')}

${ports}`;
}

function section(code: ErrorCode, thrown: readonly Thrown[]): string {
  const { when, remedy } = errorWords[code];
  const details = [...new Set(thrown.flatMap((place) => place.details))].toSorted();
  const problems = thrown.some(({ hasProblems }) => hasProblems) ? ['`problems`'] : [];
  const carried = [...problems, ...details.map((name) => `\`details.${name}\``)];
  return `## ${code}

${when}

- **Retry:** ${verdictsOf(thrown)}.
- **Carries:** ${carried.length === 0 ? 'nothing besides its message' : carried.join(', ')}.
- **What to do:** ${remedy}`;
}

function verdictsOf(thrown: readonly Thrown[]): string {
  const verdicts = [...new Set(thrown.map(({ retry }) => retry))].toSorted();
  return verdicts.map((verdict) => `\`${verdict}\``).join(', ');
}

const head = `# Errors

Made by \`npm run reference\`: verdicts and details are read from the code that throws, and a test says when this page is stale.

Everything that the library itself refuses or can not do is an \`OrderError\`. Recognise it with \`isOrderError(error)\`, or
\`isOrderError(error, 'NOT_ALLOWED')\`, never with \`instanceof\`: the ESM and the CommonJS build have a class each. It has

- \`code\`: stable, to branch on;
- \`retry\`: \`never\`: the same call will fail again; \`later\`: the same call may succeed later; \`afterFix\`: input, configuration or
  deployment has to change first;
- \`message\`: what happened, the values, what was expected and what to do next, for people;
- \`problems\`: what is wrong with an input, each with \`path\`, \`code\` and \`message\`;
- \`details\`: values to branch on or to log; which, is said below (not each is there each time);
- \`cause\`: what lies behind it, if anything does.

Where a code has several verdicts, the cause decides which; the error at hand has one.
`;

const ports = `## Errors of ports

What *you* throw from a port is a \`PortError\`, and says what the worker is to do:

| | \`retry: 'later'\` (the default) | \`retry: 'never'\` |
| --- | --- | --- |
| \`outcome: 'failed'\`: it certainly did not happen | tried again with back-off; after the last attempt a dead letter, and the order hears *failed* | the order hears *failed* at once, and a dead letter is kept |
| \`outcome: 'unknown'\` (the default): it may have happened | the order says \`unknown\`; the port is asked with \`find\` before anything is tried again; after the last attempt a dead letter, and still *unknown* | the same: what may have happened is not given up as failed |

Anything else that a port throws, and a call that takes longer than the port's \`timeoutMs\`, counts as \`later\` and \`unknown\`. A
declined card or a lack of stock is no error but an answer. Ports that move neither money nor goods (notification, checkout) have
nothing to be unknown about: theirs are tried again, and then are dead letters.
`;
