import type { Order } from 'statecart';
import { literal } from './literal.ts';
import type { RecordedLife, RecordedWrite } from './record-life.ts';

/** The entries of an order that are rows of a table: the row's key, and what it says. */
const ledgers: readonly {
  table: string;
  key: string;
  entries: (order: Order) => readonly (readonly [string, unknown])[];
}[] = [
  { table: 'order_items', key: 'id', entries: (order) => order.lines.map((one) => [one.id, one]) },
  {
    table: 'order_addresses',
    key: 'type',
    entries: ({ addresses: { shipping, billing } }) =>
      [['shipping', shipping] as const, ['billing', billing] as const].filter(([, one]) => one !== null),
  },
  {
    table: 'order_payments',
    key: 'id',
    entries: (order) => order.payments.map((one) => [one.id, { ...one, transactions: null }]),
  },
  {
    table: 'order_payment_transactions',
    key: 'id',
    entries: (order) =>
      order.payments.flatMap(({ transactions }) => transactions.map((one) => [one.id, one] as const)),
  },
  {
    table: 'order_reservations',
    key: 'id',
    entries: (order) => order.reservations.map((one) => [one.id, one]),
  },
  {
    table: 'order_fulfillments',
    key: 'id',
    entries: (order) => order.fulfillments.map((one) => [one.id, one]),
  },
  { table: 'order_shipments', key: 'id', entries: (order) => order.shipments.map((one) => [one.id, one]) },
];

/** How a script names the orders that it writes. */
export interface Orders {
  /** SQL for an order's id, as text. */
  readonly id: string;
  /** SQL that yields a row for each order, to stand after `from`; empty: there is one. */
  readonly from: string;
}

/** The transactions of a life, each a list of statements: the rows that the runtime's commits wrote, with their content. */
export function transactionsOf(
  life: RecordedLife,
  schema: string,
  orders: Orders,
): readonly (readonly string[])[] {
  return life.writes.map((write) => statementsOf(new Rows(life, schema, orders), write, life));
}

/** How many rows one life writes, by what is done with them. */
export function rowsWritten(life: RecordedLife): number {
  return life.writes.reduce((sum, write) => {
    const { change, settlement } = write;
    const work = settlement
      ? settlement.done.length + settlement.published.length + settlement.later.length
      : 0;
    const handled = (settlement?.handled.length ?? 0) * 2;
    if (change === null) return sum + work + handled + 1;
    const told =
      change.history.length + change.journal.length + change.commands.length + change.events.length;
    const ledger = ledgers.reduce((rows, table) => rows + changed(table, write).length, 0);
    return sum + work + handled + 1 + told + ledger + change.withdrawn.length;
  }, 0);
}

function changed(
  { entries }: (typeof ledgers)[number],
  { change }: RecordedWrite,
): readonly { key: string; isNew: boolean }[] {
  const before = new Map(
    (change!.previous === undefined ? [] : entries(change!.previous)).map(([key, one]) => [
      key,
      JSON.stringify(one),
    ]),
  );
  return entries(change!.order)
    .filter(([key, one]) => before.get(key) !== JSON.stringify(one))
    .map(([key]) => ({ key, isNew: !before.has(key) }));
}

function statementsOf(
  rows: Rows,
  { change, creation, settlement }: RecordedWrite,
  life: RecordedLife,
): string[] {
  const statements: string[] = [];
  if (change !== null) {
    const order = life.rows['orders']![0]!;
    const version = change.order.version;
    if (change.before === 0) {
      const key = creation === null ? null : `key ${life.orderId}`;
      statements.push(
        rows.insert('orders', {
          ...order,
          version,
          order_number: life.orderId,
          creation_key: key,
          lease_token: null,
          lease_until: null,
        }),
      );
    } else statements.push(rows.updateOrder(order, change.order));
    for (const ledger of ledgers) {
      for (const { key, isNew } of changed(ledger, { change } as RecordedWrite)) {
        const row = life.rows[ledger.table]!.find((one) => one[ledger.key] === key)!;
        statements.push(isNew ? rows.insert(ledger.table, row) : rows.update(ledger.table, ledger.key, row));
      }
    }
    const versions = (table: string) =>
      life.rows[table]!.filter(
        ({ version: at }) => (at as number) > change.before && (at as number) <= version,
      );
    for (const row of versions('order_status_history'))
      statements.push(rows.insert('order_status_history', row));
    for (const row of versions('order_journal')) statements.push(rows.insert('order_journal', row));
    for (const command of change.commands)
      statements.push(rows.insert('outbox', outboxRow(life.orderId, 'command', command)));
    for (const event of change.events)
      statements.push(rows.insert('outbox', outboxRow(life.orderId, 'event', event)));
  }
  const handled = settlement?.handled ?? [];
  for (const { messageId } of handled) {
    const row = life.rows['inbox']!.find(({ message_id: id }) => id === messageId)!;
    statements.push(
      rows.insert('inbox', { ...row, handled_at: null, message_id: `${messageId} ${life.orderId}` }),
    );
    statements.push(rows.set('inbox', 'message_id', `${messageId} ${life.orderId}`, 'handled_at = now()'));
  }
  for (const { id } of settlement?.later ?? [])
    statements.push(rows.set('outbox', 'id', id, 'run_at = now()'));
  const gone = [...(change?.withdrawn ?? []), ...(settlement?.done ?? []), ...(settlement?.published ?? [])];
  if (gone.length > 0) statements.push(rows.remove('outbox', 'id', gone));
  return statements;
}

function outboxRow(
  orderId: string,
  kind: string,
  one: { id: string; type: string; data: unknown; meta: unknown; lane?: string; sequence?: number },
) {
  const at = new Date().toISOString();
  return {
    id: one.id.includes(orderId) ? one.id : `${orderId}:${one.id}`,
    kind,
    order_id: orderId,
    type: one.type,
    lane: one.lane ?? null,
    sequence: one.sequence ?? null,
    occurred_at: kind === 'event' ? at : null,
    data: one.data,
    meta: one.meta,
    attempts: 0,
    run_at: at,
    first_tried_at: null,
    unknown: false,
    last_error: null,
  };
}

type Row = { readonly [column: string]: unknown };

/** Statements for rows of any order. */
class Rows {
  readonly #life: RecordedLife;
  readonly #schema: string;
  readonly #orders: Orders;

  constructor(life: RecordedLife, schema: string, orders: Orders) {
    this.#life = life;
    this.#schema = schema;
    this.#orders = orders;
  }

  insert(table: string, row: Row): string {
    const columns = Object.keys(this.#life.types[table]!).filter((column) => column in row);
    const values = columns.map((column) => this.#value(table, column, row[column]));
    const { from } = this.#orders;
    return `insert into ${this.#of(table)} (${columns.join(', ')}) select ${values.join(', ')} ${from === '' ? '' : `from ${from}`}`;
  }

  /** Of the order's own row: what nearly every transition changes. */
  updateOrder(row: Row, { version, axes }: Order): string {
    const now: Row = { ...row, version, ...axes };
    const columns = [
      'version',
      ...Object.keys(axes),
      'deadlines',
      'next_deadline_at',
      'entries',
      'published',
      'updated_at',
      'due_at',
    ];
    const sets = columns.map((column) => `${column} = ${this.#value('orders', column, now[column])}`);
    return this.#update('orders', sets.join(', '), `t.id = ${this.#orders.id}::uuid`);
  }

  update(table: string, key: string, row: Row): string {
    const columns = Object.keys(this.#life.types[table]!).filter(
      (column) => column !== 'order_id' && column !== key,
    );
    const sets = columns.map((column) => `${column} = ${this.#value(table, column, row[column])}`);
    return this.#update(
      table,
      sets.join(', '),
      `t.order_id = ${this.#orders.id}::uuid and t.${key} = ${this.#value(table, key, row[key])}`,
    );
  }

  set(table: string, key: string, value: string, assignment: string): string {
    return this.#update(table, assignment, `t.${key} = ${this.#value(table, key, value)}`);
  }

  remove(table: string, key: string, values: readonly string[]): string {
    const { from } = this.#orders;
    const all = values.map((value) =>
      this.#value(table, key, value.includes(this.#life.orderId) ? value : `${this.#life.orderId}:${value}`),
    );
    return `delete from ${this.#of(table)} t ${from === '' ? '' : `using ${from}`} where t.${key} = any(array[${all.join(', ')}])`;
  }

  #update(table: string, sets: string, where: string): string {
    const { from } = this.#orders;
    return `update ${this.#of(table)} t set ${sets} ${from === '' ? '' : `from ${from}`} where ${where}`;
  }

  #value(table: string, column: string, value: unknown): string {
    return literal(value, this.#life.types[table]![column]!, this.#life.orderId, this.#orders.id);
  }

  #of(table: string): string {
    return `"${this.#schema}".${table}`;
  }
}
