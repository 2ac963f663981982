import { fit, paint, type Style, widthOf } from './text.ts';

/** One column of a table. */
export interface Column<Row> {
  readonly title: string;
  readonly text: (row: Row) => string;
  /** Numbers stand on the right. @defaultValue 'left' */
  readonly side?: 'left' | 'right';
  /** The widest it may be; longer texts are cut. @defaultValue as wide as its widest text */
  readonly max?: number;
  readonly style?: (row: Row) => Style | null;
}

/** Rows under a line of titles, each column as wide as it has to be. */
export function tableOf<Row>(columns: readonly Column<Row>[], rows: readonly Row[]): string {
  const widths = columns.map(({ title, text, max = Number.POSITIVE_INFINITY }) =>
    Math.min(max, Math.max(widthOf(title), ...rows.map((row) => widthOf(text(row))))),
  );
  const line = (cell: (column: Column<Row>, width: number) => string) =>
    columns
      .map((column, index) => cell(column, widths[index] ?? 0))
      .join('  ')
      .trimEnd();
  const titles = line(({ title, side }, width) => fit(title, width, side));
  const body = rows.map((row) =>
    line((column, width) => {
      const cell = fit(column.text(row), width, column.side);
      const style = column.style?.(row) ?? null;
      return style === null ? cell : paint(style, cell);
    }),
  );
  return [paint('bold', titles), paint('dim', '─'.repeat(widthOf(titles))), ...body].join('\n');
}
