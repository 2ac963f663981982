import type { ErrorCode } from './order-error.ts';

/** What people are told of an error code. */
export interface ErrorWords {
  /** When it is thrown. */
  readonly when: string;
  /** What to do about it. */
  readonly remedy: string;
}

/**
 * The words for every code: `docs/reference/errors.md` is made of them. Markdown, in whole sentences. Nothing that ships
 * imports them.
 */
export const errorWords: Readonly<Record<ErrorCode, ErrorWords>> = {
  VALIDATION_FAILED: {
    when: 'An input is not what its schema asks for: an order, an event, a message, an option of a call; or what a customer, catalog, discount or tax port says of an order to be forbids it. Nothing was written. `problems` has every mistake, each with its path.',
    remedy: 'Show the problems to whoever wrote the input, or fix the code that made it.',
  },
  UNKNOWN_EVENT: {
    when: 'An event has a type that the statechart does not know, or a message a type that no handler reads. Names beginning with `xstate.` count as unknown.',
    remedy:
      'Look at the message: it lists the types that there are. Messages of your own need an entry in the option `handlers`.',
  },
  NOT_ALLOWED: {
    when: 'A rule refuses a request, and the refusal is in the journal; or a message asks for something that only `send` may ask; or the store can not join a transaction; or a port lacks the optional method that a call needs.',
    remedy:
      'Show the reasons in `details.refusals`, and offer what is in `details.allowed`. `trySend` gives the refusal back instead; `explain` and `allowedEvents` say it beforehand.',
  },
  ORDER_NOT_FOUND: {
    when: 'There is no order with this id or number. Drafts have no number.',
    remedy: 'Check the id. Right after a `create` in a transaction of your own: is that committed?',
  },
  VERSION_CONFLICT: {
    when: 'With `afterFix`: the order is not at the version named in `ifVersion`, or its id is taken. With `later`: others changed the order during every attempt, or a worker began what a joined transaction would have withdrawn.',
    remedy:
      'With `afterFix`: load the order again, and decide again. With `later`: call again; in a joined transaction, roll back first.',
  },
  IDEMPOTENCY_KEY_REUSED: {
    when: 'An order was created under this key from another input.',
    remedy: 'Take a new key for a new order, or send the same input to get the order that exists.',
  },
  MESSAGE_ID_REUSED: {
    when: 'A message with this id was received before, with other content; or another event came to the order under this `eventId`. Nothing was stored.',
    remedy:
      'The sender has to give each message, and each event, an id of its own. If it does: two senders share one `source`.',
  },
  AMOUNT_OVERFLOW: {
    when: 'An amount, or a sum of amounts, is no whole number of minor units within the safe integers.',
    remedy: 'Check the unit: amounts are in cents, yen, fils. Or make two orders.',
  },
  CURRENCY_UNKNOWN: {
    when: 'An amount is to be written in a currency that is none of ISO 4217.',
    remedy: 'Use a code of three capital letters, such as EUR.',
  },
  LIMIT_EXCEEDED: {
    when: 'A page is to be longer than a page may be; or a virtual clock has fired as many timers as it may, and still has some.',
    remedy: 'Ask for the next page with `after`; say how far the clock may go with `withinMs`.',
  },
  PRICE_CHANGED: {
    when: "The catalog's prices, or the amounts of discount or tax that their ports say, are others than the order's, and nothing else is wrong. `problems` names every one.",
    remedy: 'Show the new prices and let the customer decide; or set the option `prices` to `reprice`.',
  },
  OPTIONS_INVALID: {
    when: 'An option of `createOrders`, of a store, of a migration or of a simulated party is not valid; an optional package is not installed; a transaction to be joined is of another store, or not READ COMMITTED.',
    remedy: 'Fix the options; the message names each.',
  },
  MACHINE_VERSION_UNKNOWN: {
    when: 'The order was written by a version of the statechart that this code does not have. Workers leave such orders alone.',
    remedy:
      'Newer orders: deploy the newer code here. Older ones: migrate them, or let code of their version finish them.',
  },
  RULE_VERSION_UNKNOWN: {
    when: 'The terms of the order name a version of a rule that this code does not have.',
    remedy:
      'Deploy the code that has it here, or put the old version back into the table of rules: it has to stay there until no order goes by it.',
  },
  INVARIANT_VIOLATED: {
    when: 'Something that can not be has happened: an order disagrees with its ledgers, a store answered what it may not, a database refused an impossible order, the installed XState does not run the statechart. Nothing was written.',
    remedy: 'Report it, with the message. If rows were changed by hand, look there first.',
  },
  SCHEMA_MISSING: {
    when: 'The database has no order tables in this schema.',
    remedy: 'Run `migrate`. If you have: is it the same database, and the same schema?',
  },
  SCHEMA_NEWER: {
    when: 'The tables are of a newer version than this release knows: a newer release has migrated them.',
    remedy:
      'Deploy that release here too. To go back, run its `migrate` with the `to` that the message names.',
  },
  SCHEMA_OLDER: {
    when: 'The tables are of an older version than this release needs.',
    remedy: 'Run `migrate` before the code of this release.',
  },
  FOLDER_LOCKED: {
    when: 'Another process has the folder of the embedded database open.',
    remedy:
      'Close it there, open another folder, or use a server. A process that died leaves nothing to clean up, unless the folder is on a disk that machines share: then delete the file that the message names.',
  },
  STORE_UNAVAILABLE: {
    when: 'The database does not answer, or broke off. Whether the last write took effect is not known. Of the memory store: a deadlock of joined transactions, or a transaction that is over (`never`).',
    remedy:
      'Call again later: a `create` under its `idempotencyKey`, a request with its `eventId`: if it took effect the first time, it is not taken again. A fact or a message is recognised when it comes again.',
  },
  PORT_FAILED: {
    when: 'A port that is only asked (customer, catalog, discounts, taxes, stock levels) failed or did not answer in time. Nothing was written.',
    remedy: 'Call again later. What failed is in `cause`.',
  },
  TIMEOUT: {
    when: '`waitFor` has waited as long as it should. The order goes on all the same.',
    remedy: 'Wait again; see in `details.axes` where it stands, and whether a worker runs.',
  },
  STOPPED: {
    when: 'The worker was stopped (`afterFix`), or a `waitFor` was ended by its signal (`never`).',
    remedy: 'Do not call `drain` after `stop`, or call `start` first.',
  },
  DEAD_LETTER_NOT_FOUND: {
    when: 'There is no dead letter with this id: it was redriven or discarded, or never was.',
    remedy: 'List what there is with `orders.deadLetters.list()`.',
  },
};
