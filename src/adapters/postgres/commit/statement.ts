/**
 * One statement under construction: common table expressions that write, each with its rows in a parameter of its own.
 * What belongs together is then one round trip and one snapshot, and, outside of a transaction, one commit.
 */
export class Statement {
  readonly schema: string;
  readonly #fixedShape: boolean;
  readonly #parts: string[] = [];
  readonly #values: unknown[] = [];

  /** `fixedShape`: what most writes need is part of the statement whether or not there are rows for it. */
  constructor(schema: string, fixedShape: boolean) {
    this.schema = schema;
    this.#fixedShape = fixedShape;
  }

  /** Whether a part belongs into the statement: it has rows, or the statement has one shape for all. */
  needs(rows: readonly unknown[]): boolean {
    return rows.length > 0 || this.#fixedShape;
  }

  /** The parameters, in order. */
  get values(): readonly unknown[] {
    return this.#values;
  }

  /** Adds a parameter; returns its name in SQL. */
  value(value: unknown): string {
    this.#values.push(value);
    return `$${this.#values.length}`;
  }

  /** Adds rows as a parameter; returns its name in SQL. */
  rows(rows: readonly unknown[]): string {
    return this.value(JSON.stringify(rows));
  }

  /** Adds a table expression that writes. */
  with(name: string, sql: string): void {
    this.#parts.push(`${name} as (${sql})`);
  }

  /** Adds a table expression that reads; it is worked out once. */
  withRead(name: string, sql: string): void {
    this.#parts.push(`${name} as materialized (${sql})`);
  }

  /** The whole text, which ends with `select`. */
  text(select: string): string {
    return `with ${this.#parts.join(',\n')}\n${select}`;
  }
}

/** SQL that is true for rows of the orders that are written: the ids in `written`, worked out once. */
export function isWritten(orderId: string): string {
  return `${orderId} = any(array(select id from written))`;
}
