import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { referencePages } from './reference/pages.ts';

/** Makes the generated pages of the reference anew; with `--check`, says which are stale. */
const root = fileURLToPath(new URL('../', import.meta.url));

for (const [file, text] of referencePages()) {
  if (!process.argv.includes('--check')) writeFileSync(root + file, text);
  else if (readFileSync(root + file, 'utf8') !== text) {
    console.error(`${file} is stale: run \`npm run reference\`.`);
    process.exitCode = 1;
  }
}
