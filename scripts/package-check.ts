import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildProblems } from './package/built.ts';
import { changesetProblems } from './package/changesets.ts';
import { pack } from './package/pack.ts';
import { type Ended, run } from './package/run.ts';
import { root } from './package/subpaths.ts';

/** Checks the package as strangers get it: what is packed, its types in every resolution, dead code, size, release. */
const tools = join(root, 'tools');
const tool = (name: string): string => join(tools, 'node_modules', '.bin', name);
const folder = mkdtempSync(join(tmpdir(), 'statecart-package-'));

const ended = (problems: readonly string[]): Ended => ({
  ok: problems.length === 0,
  output: problems.join('\n'),
});

const checks: readonly (readonly [what: string, check: () => Ended | Promise<Ended>])[] = [
  ['tools are installed', () => run('npm', ['ci', '--prefer-offline', '--loglevel=error'], { cwd: tools })],
  ['publint', () => run('npm', ['run', '--silent', 'package:lint'])],
  ['types in every resolution', () => run(tool('attw'), [pack(folder), '--profile', 'strict'])],
  ['nothing is dead', () => run(tool('knip'), ['--config', 'tools/knip.config.ts'])],
  ['size', () => run(tool('size-limit'), [], { cwd: tools })],
  ['changesets', async () => ended(await changesetProblems())],
  ['publish', () => run('npm', ['publish', '--dry-run', '--tag=check', '--loglevel=error'])],
];

try {
  const build = ended(buildProblems());
  if (!report('build', build)) process.exitCode = 1;
  else for (const [what, check] of checks) if (!report(what, await check())) process.exitCode = 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function report(what: string, { ok, output }: Ended): boolean {
  console.log(`${ok ? 'ok    ' : 'FAILED'} ${what}`);
  if (!ok || what === 'size') console.log(`${output.replace(/^/gm, '       ')}\n`);
  return ok;
}
