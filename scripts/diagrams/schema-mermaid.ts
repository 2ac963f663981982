import type { SchemaTable } from './schema.ts';
import { keysOf } from './schema-diagram.ts';

/** The tables as a Mermaid diagram of entities, which has columns and keys of its own. */
export function schemaMermaid(tables: readonly SchemaTable[]): string {
  const marks = { PK: 'PK', FK: 'FK', UQ: 'UK' } as const;
  return [
    'erDiagram',
    ...tables.flatMap((table) => [
      `  ${table.name} {`,
      ...table.columns.map(({ name, type, nullable }) => {
        const keys = keysOf(table, name).map((key) => marks[key]);
        const tail = [
          ...(keys.length === 0 ? [] : [keys.join(', ')]),
          ...(nullable ? ['"may be null"'] : []),
        ];
        return `    ${[type.replaceAll(' ', '_'), name, ...tail].join(' ')}`;
      }),
      '  }',
    ]),
    ...tables.flatMap((table) =>
      table.references.map(({ columns, table: to }) => {
        const optional = table.columns.some(({ name, nullable }) => nullable && columns.includes(name));
        return `  ${to} ${optional ? '|o' : '||'}--o{ ${table.name} : "${columns.join(', ')}"`;
      }),
    ),
  ].join('\n');
}
