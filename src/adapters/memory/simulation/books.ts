import type { JsonObject } from '../../../machine/index.ts';
import { isolate } from '../isolate.ts';

/** What the simulated world has written down: rows by book, table and key. Plain JSON. */
export type Books = {
  readonly [book: string]: { readonly [table: string]: { readonly [key: string]: JsonObject } };
};

/** One row that was written, or, with `null`, struck out. */
export interface BookChange {
  readonly book: string;
  readonly table: string;
  readonly key: string;
  readonly row: JsonObject | null;
}

/**
 * Told of changes that belong together, in order: they are kept all or not at all. A promise is awaited before the
 * caller gets an answer. If it fails, the caller gets the error, though the effect has happened: its outcome is unknown.
 */
export type OnChange = (changes: readonly BookChange[]) => void | Promise<void>;

/** One table of a book. */
export interface BookTable<Row extends object> {
  readonly size: number;
  get(key: string): Row | undefined;
  values(): readonly Row[];
  entries(): { readonly [key: string]: Row };
  /** Writes a row. Only within {@link Library.write}. */
  put(key: string, row: Row): void;
  /** Strikes a row out. Only within {@link Library.write}. */
  remove(key: string): void;
}

/** All books of a world. */
export interface Library {
  /** Rows are plain JSON. */
  table<Row extends object>(book: string, table: string): BookTable<Row>;
  /** Runs `work`; what it wrote is one change. If it throws, nothing was written. */
  write<T>(work: () => T): T;
  /** As `write`, and resolves when `onChange` has kept what was written so far. */
  keep<T>(work: () => T): Promise<T>;
  /** Runs `work` now and after every restore: it writes what is missing of what the world begins with, and keeps nothing. */
  seed(work: () => void): void;
  snapshot(): Books;
  /** Replaces everything; then the seeds write what is missing. */
  restore(books: Books): void;
}

/** Makes an empty library. */
export function createLibrary(onChange: OnChange = () => {}): Library {
  const tables = new Map<string, Map<string, JsonObject>>();
  let changes: BookChange[] | null = null;
  let undo: (() => void)[] = [];
  let kept: Promise<void> = Promise.resolve();
  const seeds: (() => void)[] = [];

  const rowsOf = (book: string, table: string) => {
    const name = JSON.stringify([book, table]);
    const rows = tables.get(name) ?? new Map<string, JsonObject>();
    tables.set(name, rows);
    return rows;
  };
  const change = (book: string, table: string, key: string, row: JsonObject | null) => {
    if (changes === null) throw new Error(`${book}/${table}/${key} was written outside a change`);
    const rows = rowsOf(book, table);
    const before = rows.get(key);
    undo.push(() => (before === undefined ? rows.delete(key) : rows.set(key, before)));
    const copy = isolate(row);
    if (copy === null) rows.delete(key);
    else rows.set(key, copy);
    changes.push({ book, table, key, row: copy });
  };
  const write = <T>(work: () => T): T => {
    if (changes !== null) return work();
    changes = [];
    undo = [];
    try {
      const result = work();
      const written = changes;
      if (written.length > 0) {
        const keeping = Promise.resolve(onChange(written));
        // One failure is told to the caller whose change it was, not to all that come after.
        kept = kept.catch(() => {}).then(() => keeping);
        kept.catch(() => {});
      }
      return result;
    } catch (error) {
      for (const step of undo.toReversed()) step();
      throw error;
    } finally {
      changes = null;
    }
  };

  const sow = (work: () => void) => {
    changes = [];
    undo = [];
    try {
      work();
    } finally {
      changes = null;
    }
  };

  return {
    write,
    seed(work) {
      seeds.push(work);
      sow(work);
    },
    async keep(work) {
      const result = write(work);
      await kept;
      return result;
    },
    table: <Row extends object>(book: string, table: string): BookTable<Row> => ({
      get size() {
        return rowsOf(book, table).size;
      },
      get: (key) => rowsOf(book, table).get(key) as Row | undefined,
      values: () => [...rowsOf(book, table).values()] as Row[],
      entries: () => Object.fromEntries(rowsOf(book, table)) as { [key: string]: Row },
      put: (key, row) => change(book, table, key, row as JsonObject),
      remove: (key) => change(book, table, key, null),
    }),
    snapshot() {
      const books: Record<string, Record<string, Record<string, JsonObject>>> = {};
      for (const [name, rows] of tables) {
        if (rows.size === 0) continue;
        const [book = '', table = ''] = JSON.parse(name) as string[];
        const ofBook = books[book] ?? {};
        books[book] = ofBook;
        ofBook[table] = Object.fromEntries(rows);
      }
      return isolate(books);
    },
    restore(books) {
      for (const rows of tables.values()) rows.clear();
      for (const [book, ofBook] of Object.entries(books)) {
        for (const [table, rows] of Object.entries(ofBook)) {
          for (const [key, row] of Object.entries(rows)) rowsOf(book, table).set(key, isolate(row));
        }
      }
      for (const work of seeds) sow(work);
    },
  };
}

/**
 * The books after some changes: how a host that appended every change to a file gets them back.
 *
 * @example
 * import { readFileSync } from 'node:fs';
 * import { applyBookChanges } from 'statecart/adapters/memory';
 * const lines = readFileSync('books.jsonl', 'utf8').trim().split('\n');
 * const books = applyBookChanges({}, lines.flatMap((line) => JSON.parse(line)));
 */
export function applyBookChanges(books: Books, changes: readonly BookChange[]): Books {
  const library = createLibrary();
  library.restore(books);
  library.write(() => {
    for (const { book, table, key, row } of changes) {
      if (row === null) library.table(book, table).remove(key);
      else library.table(book, table).put(key, row);
    }
  });
  return library.snapshot();
}
