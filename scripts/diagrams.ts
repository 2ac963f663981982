import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openPglite } from 'statecart/adapters/pglite';
import { allPictures } from './diagrams/all.ts';
import { filesOf, pictureFolder } from './diagrams/files.ts';
import { staleFiles } from './diagrams/stale.ts';

/** Draws the diagrams anew; with `--check`, says which are stale. */
const root = fileURLToPath(new URL('../', import.meta.url));
const { pglite, close } = await openPglite('memory://');
const files = await filesOf(await allPictures(pglite));
await close();

if (process.argv.includes('--check')) {
  const stale = staleFiles(root, files);
  for (const file of stale) console.error(`${file} is stale: run \`npm run diagrams\`.`);
  if (stale.length > 0) process.exitCode = 1;
} else {
  rmSync(join(root, pictureFolder), { recursive: true, force: true });
  for (const [file, content] of files) {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), content);
  }
  console.log(`${files.size} files.`);
}
