import type { Picture } from './all.ts';

/** The page that shows the pictures. */
export function renderPage(pictures: readonly Picture[]): string {
  return `${[...introduction(pictures), ...pictures.flatMap(section)].join('\n')}`;
}

function introduction(pictures: readonly Picture[]): readonly string[] {
  return [
    '# Diagrams',
    '',
    'Nothing here is drawn by hand: the statechart that runs, its table of rules, its lists of events and commands, and a',
    'database that was just migrated are read and drawn. `npm run diagrams` makes the page and the pictures anew;',
    '`npm run diagrams -- --check` says whether they are stale, and so do the tests. To draw a machine of your own, or one',
    'order with the path that it took, use `statecart/diagram`.',
    '',
    ...pictures.map(({ heading }) => `- [${heading}](#${anchor(heading)})`),
    '',
  ];
}

function section({ name, heading, about, diagram, mermaid }: Picture): readonly string[] {
  return [
    `## ${heading}`,
    '',
    ...(about === '' ? [] : [about, '']),
    `[![${diagram.title}](../diagrams/${name}.svg)](../diagrams/${name}.svg)`,
    '',
    '<details>',
    '<summary>As Mermaid</summary>',
    '',
    '```mermaid',
    mermaid,
    '```',
    '',
    '</details>',
    '',
  ];
}

/** As GitHub makes the anchor of a heading. */
function anchor(heading: string): string {
  return heading
    .toLowerCase()
    .replaceAll(/[^a-z0-9 -]/g, '')
    .replaceAll(' ', '-');
}
