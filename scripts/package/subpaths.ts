import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** Where the repository stands. */
export const root = fileURLToPath(new URL('../../', import.meta.url));

/** One way in to the package, as `exports` in package.json declares it. */
export interface Subpath {
  /** What users import: `statecart/adapters/memory`. */
  readonly specifier: string;
  /** Its path below `src` and `dist`, without the ending: `adapters/memory/index`. */
  readonly entry: string;
  /** Every file that it points at. */
  readonly files: readonly string[];
}

/** A condition's target, or more conditions. */
type Target = string | { readonly [condition: string]: Target };

/** The manifest's fields that say how the package is reached. */
export interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly exports: Readonly<Record<string, Target>>;
  readonly typesVersions: { readonly '*': Readonly<Record<string, readonly string[]>> };
  readonly dependencies: Readonly<Record<string, string>>;
  readonly peerDependencies: Readonly<Record<string, string>>;
}

/** package.json as it stands. */
export function readManifest(): Manifest {
  return JSON.parse(readFileSync(`${root}package.json`, 'utf8')) as Manifest;
}

/** Every subpath that holds code; `./package.json` does not. */
export function subpaths(manifest: Manifest = readManifest()): readonly Subpath[] {
  return Object.entries(manifest.exports)
    .filter(([path]) => !path.endsWith('.json'))
    .map(([path, target]) => ({
      specifier: path.replace(/^\./, manifest.name),
      entry: path === '.' ? 'index' : `${path.slice(2)}/index`,
      files: filesOf(target),
    }));
}

function filesOf(target: Target): readonly string[] {
  return typeof target === 'string' ? [target] : Object.values(target).flatMap(filesOf);
}
