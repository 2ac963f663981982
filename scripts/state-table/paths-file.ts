import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Path } from 'statecart/testing';

/** Where the paths are kept. */
export const pathsFile = fileURLToPath(new URL('../../test/graph/paths.json', import.meta.url));

/** The paths as they are kept, and what they may leave unreached: numbers that only shrink. */
export interface KeptPaths {
  readonly unreached: { readonly pairs: number; readonly transitions: number };
  readonly paths: readonly Path[];
}

interface FileContent {
  readonly unreached: KeptPaths['unreached'];
  readonly paths: readonly { readonly archetype: string; readonly events: string }[];
}

/** The kept paths. */
export function readPaths(): KeptPaths {
  const { unreached, paths } = JSON.parse(readFileSync(pathsFile, 'utf8')) as FileContent;
  return {
    unreached,
    paths: paths.map(({ archetype, events }) => ({ archetype, events: events.split(', ') })),
  };
}

/** Keeps paths, one line each. */
export function writePaths({ unreached, paths }: KeptPaths): void {
  const content: FileContent = {
    unreached,
    paths: paths.map(({ archetype, events }) => ({ archetype, events: events.join(', ') })),
  };
  writeFileSync(pathsFile, `${JSON.stringify(content, null, 2)}\n`);
}
