import type { Diagram, DiagramNode } from '../diagram.ts';
import { type Html, html } from './dot-text.ts';
import { type Paint, paints, text } from './theme.ts';

type Rows = readonly (readonly string[])[];

const small = (content: string, points = 9.5) =>
  `<font point-size="${points}" color="${text.small}">${content}</font>`;

/** The label of a box: a name, and below it the small print. */
export function boxLabel({ label }: DiagramNode, rows: Rows): string | Html {
  if (rows.length === 0) return label;
  const lines = rows.map((cells) => `<tr><td align="left">${small(html(cells.join(' ')))}</td></tr>`);
  return {
    html: `<table border="0" cellborder="0" cellspacing="0" cellpadding="1"><tr><td>${html(label)}</td></tr>${lines.join('')}</table>`,
  };
}

/** The label of an arrow, with some room between it and the line. Several sentences are a list. */
export function edgeLabel(labels: readonly string[]): Html {
  const align = labels.some((line) => /^[•◆] /.test(line)) ? 'left' : 'center';
  const lines = labels.map((line) => `<tr><td align="${align}">${html(line)}</td></tr>`);
  const gap = '<tr><td height="4"></td></tr>';
  return {
    html: `<table border="0" cellborder="0" cellspacing="0" cellpadding="0">${lines.join('')}${gap}</table>`,
  };
}

/** The label of a table: its name in a coloured head, and its columns. */
export function tableLabel({ label, rows }: DiagramNode, { fill, stroke }: Paint): Html {
  const width = Math.max(1, ...rows.map((cells) => cells.length));
  const lines = rows.map((cells) => {
    const written = cells.map(
      (cell) => `<td align="left">${small(cell === '' ? ' ' : html(cell), 10.5)}</td>`,
    );
    return `<tr>${written.join('')}</tr>`;
  });
  return {
    html:
      `<table border="1" cellborder="0" cellspacing="0" cellpadding="2" color="${stroke}" bgcolor="white">` +
      `<tr><td colspan="${width}" bgcolor="${fill}" cellpadding="5">${html(label)}</td></tr>${lines.join('')}</table>`,
  };
}

/** What stands below the picture: its title, the colours, and what one has to know. */
export function pictureLabel({ title, legend, notes }: Diagram): Html {
  const swatches = legend.map(({ tone, label }) => {
    const { fill, stroke } = paints[tone];
    return `<td fixedsize="true" width="18" height="14" border="1" color="${stroke}" bgcolor="${fill}"></td><td align="left" cellpadding="4">${html(label)}  </td>`;
  });
  const row = (content: string) => `<tr><td align="center">${content}</td></tr>`;
  return {
    html:
      `<table border="0" cellborder="0" cellspacing="3" cellpadding="2">` +
      row(' ') +
      row(`<font point-size="15">${html(title)}</font>`) +
      (swatches.length === 0
        ? ''
        : row(
            `<table border="0" cellborder="0" cellspacing="4"><tr><td> </td>${swatches.join('')}<td> </td></tr></table>`,
          )) +
      notes.map((note) => row(small(html(note), 10.5))).join('') +
      `</table>`,
  };
}
