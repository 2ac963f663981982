import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import type { Axes, Order } from 'statecart/machine';

/** An order of a version of the statechart, how it came to stand as it does, and the end that it reached there. */
export interface KeptOrder {
  readonly archetype: string;
  readonly events: readonly string[];
  /** The time, and the commands that nobody had attempted. */
  readonly now: number;
  readonly untried: readonly string[];
  readonly order: Order;
  readonly end: Axes;
}

/** A row of one of the tables that held those orders. */
export interface KeptRow {
  readonly schema: string;
  readonly table: string;
  readonly row: Readonly<Record<string, unknown>>;
}

const path = (version: number, name: string) =>
  fileURLToPath(new URL(`v${version}/${name}`, import.meta.url));

function lines<T>(version: number, name: string): readonly T[] {
  const text = gunzipSync(readFileSync(path(version, `${name}.ndjson.gz`))).toString('utf8');
  return text.split('\n').map((line) => JSON.parse(line) as T);
}

/** The orders that were kept of a version. */
export const keptOrders = (version: number) => lines<KeptOrder>(version, 'orders');
/** Their rows. */
export const keptRows = (version: number) => lines<KeptRow>(version, 'rows');
/** The state graph of a version. */
export const keptGraph = (version: number): unknown =>
  JSON.parse(readFileSync(path(version, 'graph.json'), 'utf8'));
