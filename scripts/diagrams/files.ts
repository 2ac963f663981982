import { instance } from '@viz-js/viz';
import { toSvg } from 'statecart/diagram';
import type { Picture } from './all.ts';
import { renderPage } from './page.ts';

/** Where the page stands, below the root of the repository. */
export const pageFile = 'docs/reference/diagrams.md';
/** Where the pictures stand. */
export const pictureFolder = 'docs/diagrams';

/** The page and its pictures as they should be: what each file holds, by its path. */
export async function filesOf(pictures: readonly Picture[]): Promise<ReadonlyMap<string, string>> {
  const viz = await instance();
  return new Map([
    [pageFile, renderPage(pictures)],
    ...pictures.map(({ name, diagram }): [string, string] => [
      `${pictureFolder}/${name}.svg`,
      toSvg(diagram, viz),
    ]),
  ]);
}
