import { execFile } from 'node:child_process';
import { copyFile, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** One line of code each, with the rule that must report it and the word its message must hold. */
const BANNED_IN_THE_CORE = [
  { code: 'export const a = Date.now();', rule: 'no-restricted-globals', word: 'Date' },
  { code: 'export const a = new Date();', rule: 'no-restricted-globals', word: 'Date' },
  { code: 'export const a = Date;', rule: 'no-restricted-globals', word: 'Date' },
  { code: 'export const a = globalThis.Date;', rule: 'no-restricted-globals', word: 'globalThis' },
  { code: 'export const a = global.Date;', rule: 'no-restricted-globals', word: 'global' },
  { code: 'export const a = performance.now();', rule: 'no-restricted-globals', word: 'performance' },
  { code: 'export const a = setTimeout(() => {}, 1);', rule: 'no-restricted-globals', word: 'setTimeout' },
  { code: 'export const a = setInterval(() => {}, 1);', rule: 'no-restricted-globals', word: 'setInterval' },
  { code: 'export const a = setImmediate(() => {});', rule: 'no-restricted-globals', word: 'setImmediate' },
  { code: 'export const a = AbortSignal.timeout(1);', rule: 'no-restricted-properties', word: 'AbortSignal' },
  { code: 'export const a = Math.random();', rule: 'no-restricted-properties', word: 'Math' },
  { code: 'export const a = crypto.randomUUID();', rule: 'no-restricted-globals', word: 'crypto' },
  { code: 'export const a = process.env;', rule: 'no-restricted-globals', word: 'process' },
  { code: "export const a = require('x');", rule: 'no-restricted-globals', word: 'require' },
  { code: "import { a } from 'node:fs'; export { a };", rule: 'no-restricted-imports', word: 'node:fs' },
  { code: "export { a } from 'node:crypto';", rule: 'no-restricted-imports', word: 'node:crypto' },
  {
    code: "import { a } from 'node:timers/promises'; export { a };",
    rule: 'no-restricted-imports',
    word: 'node:timers/promises',
  },
  { code: "import { a } from 'fs'; export { a };", rule: 'prefer-node-protocol', word: 'fs' },
] as const;

/** Broken promises and loose comparisons, banned everywhere; the first three need types to be seen. */
const BANNED_EVERYWHERE = [
  { code: 'async function f() {}\nexport function a() { f(); }', rule: 'no-floating-promises' },
  {
    code: 'async function f() { return true; }\nexport function a() { return f() ? 1 : 2; }',
    rule: 'no-misused-promises',
  },
  { code: 'export async function a() { await 1; }', rule: 'await-thenable' },
  { code: 'export const a = (x: any) => x;', rule: 'no-explicit-any' },
  { code: 'export const a = (x: number, y: number) => x == y;', rule: 'eqeqeq' },
  { code: 'export const a = 1;\n'.concat('//\n'.repeat(500)), rule: 'max-lines' },
  { code: 'export default 1;', rule: 'no-default-export' },
] as const;

const ALLOWED = [
  'export const a = Math.max(1, 2);',
  'export const a = new AbortController().signal;',
  "import { z } from 'zod';\nexport const a = z.string();",
];

interface Finding {
  file: string;
  rule: string;
  message: string;
}

let project: string;
let findings: Finding[];

beforeAll(async () => {
  project = await mkdtemp(join(tmpdir(), 'statecart-lint-'));
  await copyFile(join(root, '.oxlintrc.json'), join(project, '.oxlintrc.json'));
  await copyFile(join(root, 'tsconfig.json'), join(project, 'tsconfig.json'));
  await symlink(join(root, 'node_modules'), join(project, 'node_modules'));
  for (const folder of ['machine', 'runtime', 'adapters/memory']) {
    await plant(BANNED_IN_THE_CORE, (index) => `src/${folder}/core-${index}.ts`);
  }
  await plant(BANNED_EVERYWHERE, (index) => `src/adapters/memory/everywhere-${index}.ts`);
  await plant(
    ALLOWED.map((code) => ({ code })),
    (index) => `src/machine/allowed-${index}.ts`,
  );
  findings = await lint(project);
});

afterAll(() => rm(project, { recursive: true, force: true }));

describe.each(['src/machine', 'src/runtime'])('the linter in %s', (folder) => {
  it.each(BANNED_IN_THE_CORE.map((ban, index) => ({ ...ban, index })))('reports $code', (ban) => {
    const reports = findingsIn(`${folder}/core-${ban.index}.ts`);
    expect(reports.map((finding) => finding.rule)).toContain(ban.rule);
    expect(reports.some((finding) => finding.message.includes(ban.word))).toBe(true);
  });
});

describe('the linter everywhere', () => {
  it.each(BANNED_EVERYWHERE.map((ban, index) => ({ ...ban, index })))('reports $rule', (ban) => {
    expect(findingsIn(`src/adapters/memory/everywhere-${ban.index}.ts`).map(({ rule }) => rule)).toContain(
      ban.rule,
    );
  });

  it.each(ALLOWED.map((code, index) => ({ code, index })))('accepts $code', ({ index }) => {
    expect(findingsIn(`src/machine/allowed-${index}.ts`)).toEqual([]);
  });

  it('leaves clocks, chance and the platform to adapters', () => {
    const restricted = findings.filter(
      ({ file, rule }) => file.startsWith('src/adapters/') && rule.startsWith('no-restricted-'),
    );
    expect(restricted).toEqual([]);
  });
});

async function plant(samples: readonly { code: string }[], fileOf: (index: number) => string): Promise<void> {
  for (const [index, { code }] of samples.entries()) {
    const file = join(project, fileOf(index));
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, `${code}\n`);
  }
}

function findingsIn(file: string): Finding[] {
  return findings.filter((finding) => finding.file === file);
}

/** Runs the linter as `npm run lint:code` does; it exits non-zero because there is much to find. */
async function lint(cwd: string): Promise<Finding[]> {
  const bin = join(root, 'node_modules/oxlint/bin/oxlint');
  const stdout = await new Promise<string>((resolve) => {
    execFile(
      process.execPath,
      [bin, '--type-aware', '--format=json', 'src'],
      { cwd, maxBuffer: 16 * 1024 * 1024 },
      (_error, output) => resolve(output),
    );
  });
  const report = JSON.parse(stdout) as {
    diagnostics: { code: string; filename: string; message: string; help?: string }[];
  };
  return report.diagnostics.map(({ code, filename, message, help }) => ({
    file: filename.replaceAll('\\', '/'),
    // `eslint(no-restricted-globals)` → `no-restricted-globals`
    rule: code.replace(/^.*\((.*)\)$/, '$1'),
    message: `${message} ${help ?? ''}`,
  }));
}
