/**
 * Keeps what this version of the statechart is, for later versions to be held against: its state graph, an order in every
 * situation that the paths of the state table come to, with the end it reaches, and the rows that they are on Postgres.
 * They are made by the packed tarball, in a folder of its own. Run it once, when a version is released: `npm run keep-version`.
 */
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { machineVersion } from 'statecart/machine';
import { pack } from './package/pack.ts';
import { mustRun } from './package/run.ts';
import { pathsFile } from './state-table/paths-file.ts';

const folder = fileURLToPath(new URL(`../test/versions/v${machineVersion}/`, import.meta.url));
const again = process.argv.includes('--again');
if (existsSync(folder) && !again) {
  console.error(
    `${folder} is kept already. A version that is out stays as it is; \`-- --again\` makes it anew.`,
  );
  process.exit(1);
}

const work = mkdtempSync(join(tmpdir(), 'statecart-version-'));
try {
  const tarball = pack(work);
  copyFileSync(fileURLToPath(new URL('versions/program.mjs', import.meta.url)), join(work, 'program.mjs'));
  copyFileSync(pathsFile, join(work, 'paths.json'));
  mustRun(
    'npm',
    ['install', '--no-audit', '--no-fund', '--loglevel=error', tarball, '@electric-sql/pglite'],
    { cwd: work },
  );
  const out = join(work, 'out');
  mkdirSync(out);
  console.log(mustRun('node', ['program.mjs', 'paths.json', 'out'], { cwd: work }).trim());
  mkdirSync(folder, { recursive: true });
  for (const name of readdirSync(out)) copyFileSync(join(out, name), join(folder, name));
  mustRun('npx', ['biome', 'format', '--write', join(folder, 'graph.json')]);
  console.log(`kept in ${join(dirname(folder), `v${machineVersion}`)}`);
} finally {
  rmSync(work, { recursive: true, force: true });
}
