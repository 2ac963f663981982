import type { Rows } from './rows.ts';

/** One table: rows by key. */
export interface Table<Row> {
  get(key: string): Row | undefined;
  set(key: string, row: Row): void;
  delete(key: string): void;
}

/** All tables: the store's own, or a layer over them that nobody else sees yet. */
export type Tables = { readonly [Name in keyof Rows]: Table<Rows[Name]> };

/** Orders come last: what is derived from an order reads the other tables. */
const names = [
  'numbers',
  'creations',
  'messages',
  'letters',
  'history',
  'journal',
  'scans',
  'orders',
] as const satisfies (keyof Rows)[];

/** A table over another one: reads fall through, writes stay here until they are merged. */
class Layer<Row> implements Table<Row> {
  private readonly below: Table<Row>;
  private readonly written = new Map<string, Row | undefined>();

  constructor(below: Table<Row>) {
    this.below = below;
  }

  get(key: string): Row | undefined {
    return this.written.has(key) ? this.written.get(key) : this.below.get(key);
  }

  set(key: string, row: Row): void {
    this.written.set(key, row);
  }

  delete(key: string): void {
    this.written.set(key, undefined);
  }

  merge(): void {
    for (const [key, row] of this.written) {
      if (row === undefined) this.below.delete(key);
      else this.below.set(key, row);
    }
  }
}

/** A layer over tables: `merge` writes what was changed through, all of it in one go. */
export function layerOver(below: Tables): { readonly tables: Tables; merge(): void } {
  const layers = {
    numbers: new Layer(below.numbers),
    creations: new Layer(below.creations),
    messages: new Layer(below.messages),
    letters: new Layer(below.letters),
    history: new Layer(below.history),
    journal: new Layer(below.journal),
    scans: new Layer(below.scans),
    orders: new Layer(below.orders),
  };
  return {
    tables: layers,
    merge() {
      for (const name of names) layers[name].merge();
    },
  };
}
