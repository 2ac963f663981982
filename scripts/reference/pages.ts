import { errorsPage } from './errors-page.ts';
import { limitsPage } from './limits-page.ts';
import { rulesPage } from './rules-page.ts';

/** The generated pages by their files, from the repository's root. */
export function referencePages(): ReadonlyMap<string, string> {
  return new Map([
    ['docs/reference/errors.md', errorsPage()],
    ['docs/reference/limits.md', limitsPage()],
    ['docs/reference/rules.md', rulesPage()],
  ]);
}
