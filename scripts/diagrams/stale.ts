import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pictureFolder } from './files.ts';

/** The files that are not what they should be, and the pictures that nothing draws any more. */
export function staleFiles(root: string, files: ReadonlyMap<string, string>): readonly string[] {
  const kept = (file: string) =>
    existsSync(join(root, file)) ? readFileSync(join(root, file), 'utf8') : null;
  const folder = join(root, pictureFolder);
  const pictures = existsSync(folder) ? readdirSync(folder).map((name) => `${pictureFolder}/${name}`) : [];
  return [
    ...[...files].filter(([file, content]) => kept(file) !== content).map(([file]) => file),
    ...pictures.filter((file) => !files.has(file)),
  ];
}
