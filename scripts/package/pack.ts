import { join } from 'node:path';
import { mustRun } from './run.ts';

/** Packs the package into a folder, as `npm publish` would send it, and says where the tarball stands. */
export function pack(folder: string): string {
  const answer = mustRun('npm', ['pack', '--json', '--loglevel=error', '--pack-destination', folder]);
  const packed = JSON.parse(answer) as { filename: string }[] | Record<string, { filename: string }>;
  const [only] = Object.values(packed);
  if (only === undefined) throw new Error(`npm pack named no tarball: ${answer}`);
  return join(folder, only.filename);
}
