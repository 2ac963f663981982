import { type Diagram, edge, node, type Tone } from 'statecart/diagram';
import type { SchemaTable } from './schema.ts';

/** Every table with its columns and keys, and an arrow for each foreign key. */
export function schemaDiagram(tables: readonly SchemaTable[]): Diagram {
  const places = placesOf(tables);
  return {
    title: 'The tables of the Postgres store',
    direction: 'right',
    groups: [],
    nodes: tables.map((table) =>
      node({ id: table.name, kind: 'table', label: table.name, tone: toneOf(table), rows: rowsOf(table) }),
    ),
    edges: tables.flatMap(({ name, references }) =>
      references.map(({ table }) => {
        const distance = (places.get(table) ?? 0) - (places.get(name) ?? 0);
        return edge({
          from: name,
          to: table,
          course: distance < 0 ? 'back' : 'onward',
          span: Math.max(1, Math.abs(distance)),
        });
      }),
    ),
    legend: [
      { tone: 'open', label: 'the order' },
      { tone: 'done', label: 'belongs to an order' },
      { tone: 'waiting', label: 'belongs to an order, or to none yet' },
      { tone: 'plain', label: 'belongs to no order' },
    ],
    notes: [
      'PK: primary key. FK: foreign key; the arrow leads to what it names. UQ: unique. A type with ? may be null.',
    ],
  };
}

/** The key marks, name and type of each column. */
export function rowsOf(table: SchemaTable): readonly (readonly string[])[] {
  return table.columns.map(({ name, type, nullable }) => [
    keysOf(table, name).join(' '),
    name,
    nullable ? `${type}?` : type,
  ]);
}

/** What keys a column is part of. */
export function keysOf(
  { primaryKey, references, unique }: SchemaTable,
  column: string,
): readonly ('PK' | 'FK' | 'UQ')[] {
  return [
    ...(primaryKey.includes(column) ? (['PK'] as const) : []),
    ...(references.some(({ columns }) => columns.includes(column)) ? (['FK'] as const) : []),
    ...(unique.some((columns) => columns.includes(column)) ? (['UQ'] as const) : []),
  ];
}

function toneOf({ columns, references }: SchemaTable): Tone {
  const key = columns.find(({ name }) => name === 'order_id');
  if (key !== undefined) return key.nullable ? 'waiting' : 'done';
  return references.length > 0 ? 'open' : 'plain';
}

/**
 * Columns of the picture, so that it is no taller than need be: the table that most others refer to stands in the middle,
 * and those that refer to it on both sides, two columns each. A table that others refer to stands nearest to it.
 */
function placesOf(tables: readonly SchemaTable[]): ReadonlyMap<string, number> {
  const referring = (name: string) =>
    tables.filter(({ references }) => references.some(({ table }) => table === name));
  const hub = tables.toSorted((a, b) => referring(b.name).length - referring(a.name).length)[0]?.name ?? '';
  const heights = new Map([-2, -1, 1, 2].map((place) => [place, 0]));
  const places = new Map([[hub, 0]]);
  const put = (table: SchemaTable, allowed: readonly number[]) => {
    const place = allowed.toSorted((a, b) => (heights.get(a) ?? 0) - (heights.get(b) ?? 0))[0] ?? 1;
    heights.set(place, (heights.get(place) ?? 0) + table.columns.length + 3);
    places.set(table.name, place);
  };
  const size = ({ columns }: SchemaTable) => columns.length;
  const rest = tables.filter(({ name }) => name !== hub).toSorted((a, b) => size(b) - size(a));
  for (const table of rest.filter(({ name }) => referring(name).length > 0)) put(table, [-1, 1]);
  for (const table of rest.filter(({ name }) => referring(name).length === 0)) {
    const neighbours = table.references
      .map((reference) => places.get(reference.table))
      .filter((place) => place !== undefined && place !== 0);
    put(table, neighbours.length > 0 ? neighbours.map((place) => (place ?? 1) * 2) : [-2, -1, 1, 2]);
  }
  return places;
}
