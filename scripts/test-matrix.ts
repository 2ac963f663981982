import { parseArgs } from 'node:util';
import { type Ended, mustRun, run } from './package/run.ts';

/**
 * Runs the consumers of the packed tarball, and tests, on each version of Node.js that the package promises, whose binaries
 * come from the npm registry. Without `--all` it takes the tests below: the statechart's life, the runtime on memory, what
 * this machine lends (time, ids), and the embedded database; with it, all.
 */
const quick = [
  'test/machine/life',
  'test/runtime/life.test.ts',
  'test/runtime/worker.test.ts',
  'test/runtime/receive.test.ts',
  'test/adapters/system.test.ts',
  'test/stores/pglite-folder.test.ts',
];
const { values } = parseArgs({
  options: { all: { type: 'boolean', default: false }, node: { type: 'string', default: '20,22,24,26' } },
});

type Cell = 'ok' | 'FAILED' | 'not to be had' | '-';
interface Row {
  readonly node: string;
  readonly runs: Cell;
  readonly consumers: Cell;
  readonly tests: Cell;
}

// What is packed is what stands here now.
mustRun('npm', ['run', 'build']);
const rows = values.node.split(',').map(check);
console.table(rows);
const failed = rows.filter((row) =>
  Object.values(row).some((cell) => cell === 'FAILED' || cell === 'not to be had'),
);
if (failed.length > 0) {
  console.error(`The package does not hold on Node.js ${failed.map(({ node }) => node).join(', ')}.`);
  process.exitCode = 1;
}

function check(node: string): Row {
  console.log(`\n== Node.js ${node} ==`);
  const version = on(node, 'node --version');
  if (!version.ok || !version.output.startsWith(`v${node.replace(/^v/, '')}`)) {
    console.error(version.output);
    return { node, runs: 'not to be had', consumers: '-', tests: '-' };
  }
  console.log(version.output);
  const consumers = cell(on(node, 'vitest run --config vitest.package.config.ts'));
  const tests = cell(on(node, `vitest run ${values.all ? '' : quick.join(' ')}`));
  return { node: version.output, runs: 'ok', consumers, tests };
}

function cell({ ok, output }: Ended): Cell {
  console.log(ok ? summary(output) : output);
  return ok ? 'ok' : 'FAILED';
}

function summary(output: string): string {
  const lines = output.split('\n').filter((line) => /^\s*(Test Files|Tests|Duration) /.test(line));
  return lines.join('\n');
}

/** Runs a command with the first `node` on the path being the version asked for. */
function on(node: string, command: string): Ended {
  return run('npx', ['-y', '-p', `node@${node}`, '-c', command], {
    env: { NO_COLOR: '1', FORCE_COLOR: undefined },
  });
}
