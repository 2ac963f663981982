import { execFile } from 'node:child_process';
import { copyFile, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** What each file imports, and the rule that must report it. */
const FORBIDDEN = [
  { from: 'src/errors/a.ts', imports: 'zod', rule: 'errors-imports-nothing' },
  { from: 'src/errors/b.ts', imports: '../machine/order.ts', rule: 'errors-imports-nothing' },
  { from: 'src/machine/a.ts', imports: '../ports/store.ts', rule: 'machine-imports' },
  { from: 'src/machine/b.ts', imports: '../runtime/run.ts', rule: 'machine-imports' },
  { from: 'src/machine/c.ts', imports: 'eventemitter3', rule: 'machine-imports' },
  { from: 'src/machine/d.ts', imports: 'node:fs', rule: 'no-platform' },
  { from: 'src/machine/e.ts', imports: 'crypto', rule: 'no-platform' },
  { from: 'src/machine/f.ts', imports: './nowhere.ts', rule: 'resolvable' },
  { from: 'src/machine/g.ts', imports: '../index.ts', rule: 'machine-imports' },
  { from: 'src/ports/a.ts', imports: '../adapters/memory/store.ts', rule: 'ports-imports' },
  { from: 'src/ports/b.ts', imports: '../runtime/run.ts', rule: 'ports-imports' },
  { from: 'src/runtime/a.ts', imports: '../adapters/memory/store.ts', rule: 'runtime-imports' },
  { from: 'src/runtime/b.ts', imports: 'xstate', rule: 'runtime-imports' },
  { from: 'src/runtime/c.ts', imports: 'node:timers', rule: 'no-platform' },
  { from: 'src/runtime/d.ts', imports: '../testing/world.ts', rule: 'runtime-imports' },
  { from: 'src/adapters/memory/a.ts', imports: '../../runtime/run.ts', rule: 'adapters-imports' },
  { from: 'src/adapters/memory/b.ts', imports: '../postgres/store.ts', rule: 'adapters-apart' },
  { from: 'src/adapters/postgres/a.ts', imports: '../pglite/open.ts', rule: 'adapters-apart' },
  { from: 'src/adapters/pglite/a.ts', imports: '../bus/publish.ts', rule: 'pglite-adapter-imports' },
  { from: 'src/diagram/a.ts', imports: '../runtime/run.ts', rule: 'diagram-imports' },
  { from: 'src/diagram/b.ts', imports: '@viz-js/viz', rule: 'diagram-imports' },
  { from: 'src/diagram/c.ts', imports: '../adapters/postgres/store.ts', rule: 'diagram-imports' },
  { from: 'src/diagram/d.ts', imports: 'node:fs', rule: 'no-platform' },
  { from: 'src/testing/a.ts', imports: '../adapters/postgres/store.ts', rule: 'testing-imports' },
  { from: 'src/testing/b.ts', imports: 'vitest', rule: 'declared-packages' },
  { from: 'src/testing/c.ts', imports: '../../test/helper.ts', rule: 'src-stands-alone' },
  { from: 'src/machine/cycle-a.ts', imports: './cycle-b.ts', rule: 'no-cycles' },
] as const;

const ALLOWED = [
  { from: 'src/machine/order.ts', imports: ['xstate', 'zod', '../errors/error.ts'] },
  { from: 'src/ports/store.ts', imports: ['../machine/order.ts', 'zod'] },
  {
    from: 'src/runtime/run.ts',
    imports: ['../machine/order.ts', '../ports/store.ts', '../errors/error.ts', 'eventemitter3'],
  },
  {
    from: 'src/adapters/memory/store.ts',
    imports: ['../../ports/store.ts', '../../machine/order.ts', 'node:fs'],
  },
  { from: 'src/adapters/postgres/store.ts', imports: ['../memory/store.ts', '../../errors/error.ts', 'pg'] },
  { from: 'src/adapters/pglite/open.ts', imports: ['../postgres/store.ts', '@electric-sql/pglite'] },
  { from: 'src/adapters/bus/publish.ts', imports: ['../../ports/store.ts'] },
  { from: 'src/diagram/draw.ts', imports: ['../machine/order.ts', '../ports/store.ts', 'xstate'] },
  { from: 'src/testing/world.ts', imports: ['../adapters/memory/store.ts', '../runtime/run.ts'] },
  { from: 'src/index.ts', imports: ['./adapters/postgres/store.ts', './runtime/run.ts'] },
] as const;

interface Violation {
  from: string;
  to: string;
  rule: string;
}

describe('the layers of src', () => {
  let project: string;
  let violations: Violation[];

  beforeAll(async () => {
    project = await mkdtemp(join(tmpdir(), 'statecart-layers-'));
    for (const file of ['.dependency-cruiser.cjs', 'tsconfig.json', 'package.json']) {
      await copyFile(join(root, file), join(project, file));
    }
    await symlink(join(root, 'node_modules'), join(project, 'node_modules'));
    await plant(project, 'src/errors/error.ts', []);
    await plant(project, 'test/helper.ts', []);
    for (const { from, imports } of ALLOWED) await plant(project, from, imports);
    await plant(project, 'src/machine/cycle-b.ts', ['./cycle-a.ts']);
    for (const { from, imports } of FORBIDDEN) await plant(project, from, [imports]);
    violations = await cruise(project);
  });

  afterAll(() => rm(project, { recursive: true, force: true }));

  it.each(FORBIDDEN)('$from may not import $imports', ({ from, rule }) => {
    expect(
      violations.filter((violation) => violation.from === from).map((violation) => violation.rule),
    ).toContain(rule);
  });

  it.each(ALLOWED)('$from may import $imports', ({ from }) => {
    expect(violations.filter((violation) => violation.from === from)).toEqual([]);
  });

  it('stand in the sources of this package', async () => {
    expect(await cruise(root)).toEqual([]);
  });
});

/** Imports of types and of values alike: both make one layer depend on another. */
async function plant(project: string, file: string, imports: readonly string[]): Promise<void> {
  const lines = imports.map((specifier, index) =>
    specifier.startsWith('.')
      ? `import type { x as x${index} } from '${specifier}';\nexport type X${index} = typeof x${index};`
      : `import * as x${index} from '${specifier}';\nexport { x${index} };`,
  );
  await mkdir(dirname(join(project, file)), { recursive: true });
  await writeFile(join(project, file), `export const x = 1;\n${lines.join('\n')}\n`);
}

/** Runs dependency-cruiser as `npm run lint:layers` does; its exit code is the number of violations. */
async function cruise(cwd: string): Promise<Violation[]> {
  const bin = join(root, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs');
  const stdout = await new Promise<string>((resolve) => {
    execFile(
      process.execPath,
      [bin, '--config', '.dependency-cruiser.cjs', '--output-type', 'json', 'src'],
      { cwd, maxBuffer: 64 * 1024 * 1024 },
      (_error, output) => resolve(output),
    );
  });
  const report = JSON.parse(stdout) as {
    modules: unknown[];
    summary: { violations: { from: string; to: string; rule: { name: string } }[] };
  };
  // A run that saw no files would be clean as well.
  expect(report.modules.length).toBeGreaterThan(0);
  return report.summary.violations.map(({ from, to, rule }) => ({ from, to, rule: rule.name }));
}
