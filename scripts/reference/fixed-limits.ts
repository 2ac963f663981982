import { maxTransactionAttempts } from '../../src/adapters/postgres/retry.ts';
import { maxSchemaName } from '../../src/adapters/postgres/schema-name.ts';
import type { ErrorCode } from '../../src/errors/index.ts';
import { microstepLimit } from '../../src/machine/chart/run.ts';
import { eventParts as part } from '../../src/machine/index.ts';
import { maxCancelReasons, maxWarehouses } from '../../src/machine/terms.ts';
import { maxErrorText } from '../../src/runtime/call.ts';
import { maxMessageLength } from '../../src/runtime/inbound/cloud-event.ts';
import { applyPatienceMs } from '../../src/runtime/inbound/receive.ts';
import { defaultTimeoutMs } from '../../src/runtime/options.ts';
import { defaultPageSize, maxPageSize } from '../../src/runtime/page.ts';
import { maxConflicts } from '../../src/runtime/transact.ts';
import { defaultWaitMs } from '../../src/runtime/wait-for.ts';
import { maxDeadlines } from '../../src/runtime/worker/fold-work.ts';
import { pendingPoll } from '../../src/runtime/worker/perform.ts';
import { duration } from './units.ts';

/** A limit that no option moves. */
export interface FixedLimit {
  readonly what: string;
  readonly value: string;
  /** Where it is enforced. */
  readonly where: string;
  /** What happens beyond it: an error, or a sentence. */
  readonly beyond: ErrorCode | `${string} ${string}`;
}

const parts = 'src/machine/events/parts.ts';
const number = (value: number) => value.toLocaleString('en');
const content = (what: string, value: string, where = parts): FixedLimit => ({
  what,
  value,
  where,
  beyond: 'VALIDATION_FAILED',
});

/** What an order, an event or a message may hold. */
export const contentLimits: readonly FixedLimit[] = [
  content('lines of an order', `1 to ${number(part.maxLines)}`),
  content('units of a line', `1 to ${number(part.maxQuantity)}`),
  content('ways of paying, named at once', `at most ${part.maxPayments}`, 'src/machine/events/draft.ts'),
  content(
    'an identifier: ids, keys, SKUs, tokens, codes',
    `1 to ${part.maxIdLength} printable ASCII characters`,
  ),
  content(
    'a text for people: names, address lines, notes, reasons',
    `at most ${number(part.maxText)} characters`,
  ),
  content('an email address', `at most ${part.maxEmail} characters`),
  content('`metadata`, `extension`', `at most ${number(part.maxJson)} characters as JSON, each`),
  content('lists and objects within one another, in JSON and in messages', `at most ${part.maxJsonDepth}`),
  content('a moment', 'from 1970 to the end of the year 9999'),
  content('a link that the customer is to follow', `at most ${number(part.maxUrl)} characters`),
  content('`traceparent`', `at most ${part.maxTraceparent} characters`),
  content('codes for discounts of an order', `at most ${part.maxDiscountCodes}`),
  content('discounts, and taxes, of a line or of delivery', `at most ${part.maxPriceParts} each`),
  content('a rate', 'up to 9 digits and 12 decimals, or a fraction of up to 15 digits each, as text'),
  content('reasons of a risk screening', `at most ${part.maxReasons}`, 'src/machine/events/facts.ts'),
  content('reasons for a cancellation', `at most ${maxCancelReasons}`, 'src/machine/terms.ts'),
  content('warehouses in an order of priority', `at most ${maxWarehouses}`, 'src/machine/terms.ts'),
  content(
    "a message's data",
    `at most ${number(maxMessageLength)} characters as JSON`,
    'src/runtime/inbound/cloud-event.ts',
  ),
  {
    what: 'an amount, or a sum of amounts',
    value: `within ±${number(Number.MAX_SAFE_INTEGER)} minor units`,
    where: 'src/machine/money.ts',
    beyond: 'AMOUNT_OVERFLOW',
  },
];

/** What a call may ask for, and how long things go on. */
export const callLimits: readonly FixedLimit[] = [
  {
    what: '`limit` of `list` and `deadLetters.list`',
    value: `1 to ${number(maxPageSize)}; ${defaultPageSize} if left out`,
    where: 'src/runtime/page.ts',
    beyond: 'LIMIT_EXCEEDED',
  },
  {
    what: '`waitFor`',
    value: `${duration(defaultWaitMs)}, unless \`timeoutMs\` says otherwise`,
    where: 'src/runtime/wait-for.ts',
    beyond: 'TIMEOUT',
  },
  {
    what: 'tries of one call against others who change the same order',
    value: String(maxConflicts),
    where: 'src/runtime/transact.ts',
    beyond: 'VERSION_CONFLICT',
  },
  {
    what: 'one call of a port',
    value: `${duration(defaultTimeoutMs)}, unless the port's \`timeoutMs\` says otherwise`,
    where: 'src/runtime/worker/perform.ts',
    beyond: 'it is aborted, and its outcome is unknown; of a read-only port: `PORT_FAILED`',
  },
  {
    what: 'how long `receive` waits for a message to be applied, before it returns all the same',
    value: duration(applyPatienceMs),
    where: 'src/runtime/inbound/receive.ts',
    beyond: 'a worker goes on with it',
  },
  {
    what: 'how often an operation that is pending at the other side is looked up',
    value: `after ${duration(pendingPoll.baseMs)}, then twice as long each time, at most ${duration(pendingPoll.maxMs)}`,
    where: 'src/runtime/worker/perform.ts',
    beyond: 'it goes on so',
  },
  {
    what: 'deadlines in one commit',
    value: String(maxDeadlines),
    where: 'src/runtime/worker/fold-work.ts',
    beyond: 'the next commit takes the rest',
  },
  {
    what: "an error's message in ledgers and dead letters",
    value: `${number(maxErrorText)} characters`,
    where: 'src/runtime/call.ts',
    beyond: 'the rest is cut off',
  },
  {
    what: 'steps of the statechart for one event',
    value: number(microstepLimit),
    where: 'src/machine/chart/run.ts',
    beyond: 'INVARIANT_VIOLATED',
  },
];

/** What the database sets. */
export const storeLimits: readonly FixedLimit[] = [
  {
    what: "a schema's name",
    value: `1 to ${maxSchemaName} lower-case letters, digits and underscores`,
    where: 'src/adapters/postgres/schema-name.ts',
    beyond: 'OPTIONS_INVALID',
  },
  {
    what: 'tries of a transaction that the server breaks off (deadlock, serialization failure)',
    value: String(maxTransactionAttempts),
    where: 'src/adapters/postgres/retry.ts',
    beyond: "the server's error is thrown",
  },
  {
    what: 'processes on one embedded folder',
    value: '1',
    where: 'src/adapters/pglite/folder-lock.ts',
    beyond: 'FOLDER_LOCKED',
  },
];
