import { subpaths } from '../scripts/package/subpaths.ts';

/** Finds files, exports and dependencies that nothing uses. What users may import is used by definition. */
const config = {
  entry: [
    ...subpaths().map(({ entry }) => `src/${entry}.ts!`),
    'scripts/*.ts',
    'examples/*.ts',
    // Services, each started as a process of its own, and the functions that Lambda calls.
    'examples/express/{main,sign}.ts',
    'examples/lambda/{api,queue,drain,migrate,outside}.ts',
    'examples/extending/main.ts',
    'examples/lambda/{invoke.mjs,tsup.config.ts}',
    'tools/.size-limit.js',
    'test/**/*.test.ts',
    // Read by the compiler, never run.
    'test/types/*.ts',
    // A program that a test starts as a process of its own.
    'test/support/{hold-folder.ts,curl.mjs,shop-process/main.ts}',
    // Started by a test, under another runner.
    'test/contracts/by-node-test.ts',
    // The simulator with a bug in it, built and run as a process of its own.
    'test/world/planted/program.ts',
    // Programs that are copied into an empty folder, beside an installed tarball.
    'test/package/consumers/*',
    // A program that runs beside an installed tarball.
    'scripts/versions/program.mjs',
  ],
  project: ['src/**/*.ts!', 'test/**/*.ts', 'scripts/**/*.ts', 'examples/**/*.ts', 'tools/*.{ts,js}'],
};

export default config;
