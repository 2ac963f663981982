import type { Timestamp } from '../../../machine/index.ts';
import { dueAt } from './due.ts';
import type { MessageRow, OrderRow, Rows } from './rows.ts';
import type { Table, Tables } from './tables.ts';

/** A table that tells when a row was written. */
class BaseTable<Row> extends Map<string, Row> implements Table<Row> {
  written: (key: string, row: Row) => void = () => {};

  override set(key: string, row: Row): this {
    super.set(key, row);
    this.written(key, row);
    return this;
  }
}

/** The store's rows, with what is looked up besides by key. */
export class Database implements Tables {
  readonly numbers = new BaseTable<Rows['numbers']>();
  readonly creations = new BaseTable<Rows['creations']>();
  readonly messages = new BaseTable<Rows['messages']>();
  readonly letters = new BaseTable<Rows['letters']>();
  readonly history = new BaseTable<Rows['history']>();
  readonly journal = new BaseTable<Rows['journal']>();
  readonly scans = new BaseTable<Rows['scans']>();
  readonly orders = new BaseTable<Rows['orders']>();
  /** When each order with open work is next due, its lease aside. */
  readonly due = new Map<string, Timestamp>();

  private readonly waiting = new Map<string, Map<string, MessageRow>>();
  private lastIndex = 0;
  private lastNumber = 0;

  constructor() {
    this.orders.written = (id) => this.reckon(id);
    this.messages.written = (key, row) => {
      const ref = row.message.orderRef;
      const ofOrder = this.waiting.get(ref) ?? new Map<string, MessageRow>();
      if (row.state === 'waiting') ofOrder.set(key, row);
      else ofOrder.delete(key);
      if (ofOrder.size > 0) this.waiting.set(ref, ofOrder);
      else this.waiting.delete(ref);
      const orderId = this.orders.has(ref) ? ref : this.numbers.get(ref);
      if (orderId !== undefined) this.reckon(orderId);
    };
  }

  /** A number for a new row: later rows get higher ones. */
  nextIndex(): number {
    this.lastIndex += 1;
    return this.lastIndex;
  }

  nextNumber(): number {
    this.lastNumber += 1;
    return this.lastNumber;
  }

  /** The messages that wait for an order under its id or its number, by arrival. */
  messagesOf(row: OrderRow): readonly MessageRow[] {
    const { id, number } = row.order;
    const byNumber = number === null || number === id ? undefined : this.waiting.get(number);
    const rows = [...(this.waiting.get(id)?.values() ?? []), ...(byNumber?.values() ?? [])];
    return rows.toSorted((one, other) => one.index - other.index);
  }

  private reckon(orderId: string): void {
    const row = this.orders.get(orderId);
    if (row === undefined) return;
    const at = dueAt(row, this.messagesOf(row));
    if (at === null) this.due.delete(orderId);
    else this.due.set(orderId, at);
  }
}
