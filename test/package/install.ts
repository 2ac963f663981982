import { cp, mkdir, mkdtemp, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { buildProblems } from '../../scripts/package/built.ts';
import { pack } from '../../scripts/package/pack.ts';
import { mustRun } from '../../scripts/package/run.ts';
import { readManifest, root } from '../../scripts/package/subpaths.ts';

/** What the tests find prepared. */
export interface Installed {
  /** The package as it is packed. */
  readonly tarball: string;
  /** A folder into which the tarball alone was installed: dependencies are there, peers are not. */
  readonly bare: string;
  /** The same, with every optional peer beside it. */
  readonly withPeers: string;
}

declare module 'vitest' {
  interface ProvidedContext {
    installed: Installed;
  }
}

/** Packs the build, installs the tarball into empty folders, and takes them away in the end. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const problems = buildProblems();
  if (problems.length > 0) throw new Error(problems.join('\n'));
  // Real paths, since programs report theirs so.
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'statecart-consumer-')));
  const bare = join(folder, 'bare');
  const withPeers = join(folder, 'with-peers');
  const tarball = pack(folder);
  await install(bare, tarball);
  await cp(bare, withPeers, { recursive: true });
  for (const peer of Object.keys(readManifest().peerDependencies)) await link(peer, withPeers);
  project.provide('installed', { tarball, bare, withPeers });
  return () => rm(folder, { recursive: true, force: true });
}

async function install(folder: string, tarball: string): Promise<void> {
  await mkdir(folder);
  await writeFile(join(folder, 'package.json'), JSON.stringify({ name: 'consumer', private: true }));
  const flags = ['--omit=dev', '--no-audit', '--no-fund', '--prefer-offline', '--loglevel=error'];
  mustRun('npm', ['install', ...flags, tarball], { cwd: folder });
}

/** The repository has the peers for its own tests. */
async function link(peer: string, folder: string): Promise<void> {
  const place = join(folder, 'node_modules', peer);
  await mkdir(dirname(place), { recursive: true });
  await symlink(join(root, 'node_modules', peer), place, 'dir');
}
