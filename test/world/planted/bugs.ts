/** A mistake that is made on purpose, in a copy of the sources. */
export interface Bug {
  readonly name: string;
  /** Within how many seeds the simulator has to find it. */
  readonly seeds: number;
  /** What of the failure says that it is this one. */
  readonly says: RegExp;
  readonly edits: readonly Edit[];
}

/** One place that is written otherwise. The text must be there exactly once. */
export interface Edit {
  readonly file: string;
  readonly from: string;
  readonly to: string;
}

/** Mistakes of five kinds, each of which would cost somebody money or goods. */
export const bugs: readonly Bug[] = [
  {
    name: 'a lost update: the store writes over what somebody else has written since',
    seeds: 20,
    says: /an update is lost/,
    edits: [
      {
        file: 'src/adapters/memory/store/commit.ts',
        from: 'if ((row?.order.version ?? 0) !== change.before) return false;',
        to: 'if (row === undefined && change.before !== 0) return false;',
      },
    ],
  },
  {
    name: 'a double charge: a call is repeated under a key of its own',
    seeds: 20,
    says: /the provider has one (authorization|capture|refund|void) of \d+ under .*the ledger has not/,
    edits: [
      {
        file: 'src/runtime/worker/perform.ts',
        from: 'method(command, { key: command.id, signal: inner, traceparent })',
        to: 'method(command, { key: command.attempts > 1 ? `${command.id}:${command.attempts}` : command.id, signal: inner, traceparent })',
      },
    ],
  },
  {
    name: 'a forgotten release: an order ends, and its goods stay reserved',
    seeds: 20,
    says: /stock is still held|the warehouses still hold/,
    edits: [
      {
        file: 'src/machine/ledgers/stock-plan.ts',
        from: 'if (!(over || rollback || reservation.expired)) continue;',
        to: 'if (!(rollback || reservation.expired)) continue;',
      },
    ],
  },
  {
    name: 'an event before its commit: it is on the bus, and what it tells of may never be',
    seeds: 20,
    says: /published before its commit/,
    edits: [
      {
        file: 'src/runtime/commit.ts',
        from: 'const answer = await committer.commit(write);',
        to: `for (const event of write.change?.events ?? [])
          await context.options.bus?.publish(
            { specversion: '1.0', id: event.id, source: 'early', type: event.type, subject: write.orderId },
            { signal: new AbortController().signal },
          );
        const answer = await committer.commit(write);`,
      },
    ],
  },
  {
    name: 'a wrong sum: one minor unit less is given back than is owed',
    seeds: 20,
    says: /are not given back|the provider keeps 1,/,
    edits: [
      {
        file: 'src/machine/ledgers/payment-plan.ts',
        from: "const settlement = leftMinor - amountUnderWay(order, 'refund') - keepByNowMinor(order);",
        to: "const settlement = leftMinor - amountUnderWay(order, 'refund') - keepByNowMinor(order) - 1;",
      },
    ],
  },
];
