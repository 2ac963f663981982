import { errorsPage } from './errors-page.ts';

/** The generated pages by their files, from the repository's root. */
export function referencePages(): ReadonlyMap<string, string> {
  return new Map([['docs/reference/errors.md', errorsPage()]]);
}
