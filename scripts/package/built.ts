import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { root, subpaths } from './subpaths.ts';

/** What is wrong with `dist`: a missing file, or sources that are newer. Empty if it can be packed. */
export function buildProblems(): readonly string[] {
  const files = subpaths().flatMap(({ files }) => files);
  const missing = files.filter((file) => !existsSync(join(root, file)));
  if (missing.length > 0) return [`${missing.join(', ')} is not there: run \`npm run build\`.`];
  const built = Math.min(...files.map((file) => statSync(join(root, file)).mtimeMs));
  const newer = sources().find((file) => statSync(file).mtimeMs > built);
  return newer === undefined ? [] : [`${newer} is newer than dist: run \`npm run build\`.`];
}

function sources(): readonly string[] {
  return readdirSync(join(root, 'src'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}
