import type { Section } from './figure.ts';
import { cells } from './markdown.ts';

/** A section as lines for a terminal. */
export function text({ title, figures, remarks }: Section): string {
  const rows = figures.map(cells);
  const widths = [0, 1, 2, 3].map((column) => Math.max(0, ...rows.map((row) => row[column]!.length)));
  const lines = rows.map((row) =>
    row
      .map((cell, column) => (column === 0 ? cell.padEnd(widths[0]!) : cell.padStart(widths[column]!)))
      .join('  '),
  );
  return [
    `\n${title}`,
    ...lines.map((line) => `  ${line.trimEnd()}`),
    ...remarks.map((one) => `  ${one}`),
  ].join('\n');
}
