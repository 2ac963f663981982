import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { root } from './subpaths.ts';

/** The two readers of changesets that are needed here. */
interface Changesets {
  readonly config: { readonly read: (cwd: string) => Promise<unknown> };
  readonly read: (cwd: string) => Promise<readonly { readonly id: string; readonly summary: string }[]>;
}

/**
 * Reads the configuration of releases and every pending changeset with the tool's own readers, which refuse what they
 * don't understand. `changeset status` is not used: it compares with a branch, which a fresh clone may lack.
 */
export async function changesetProblems(): Promise<readonly string[]> {
  const tools = createRequire(`${root}tools/package.json`);
  const load = async <T>(name: string): Promise<T> =>
    (await import(pathToFileURL(tools.resolve(name)).href)) as T;
  try {
    const config = await load<Changesets['config']>('@changesets/config');
    await config.read(root);
    const { default: reader } = await load<{ default: Changesets['read'] | { default: Changesets['read'] } }>(
      '@changesets/read',
    );
    const pending = await (typeof reader === 'function' ? reader : reader.default)(root);
    return pending
      .filter(({ summary }) => summary.trim() === '')
      .map(({ id }) => `.changeset/${id}.md says nothing.`);
  } catch (error) {
    return [error instanceof Error ? error.message : String(error)];
  }
}
