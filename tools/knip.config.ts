import { subpaths } from '../scripts/package/subpaths.ts';

/** Finds files, exports and dependencies that nothing uses. What users may import is used by definition. */
const config = {
  entry: [
    ...subpaths().map(({ entry }) => `src/${entry}.ts!`),
    'scripts/*.ts',
    'examples/*.ts',
    'tools/.size-limit.js',
    'test/**/*.test.ts',
    // Read by the compiler, never run.
    'test/types/*.ts',
    // A program that a test starts as a process of its own.
    'test/support/hold-folder.ts',
    // Programs that are copied into an empty folder, beside an installed tarball.
    'test/package/consumers/*',
  ],
  project: ['src/**/*.ts!', 'test/**/*.ts', 'scripts/**/*.ts', 'examples/**/*.ts', 'tools/*.{ts,js}'],
  // Exported, and used in their own files alone. To be taken back when the statechart changes next.
  ignoreIssues: Object.fromEntries(
    [
      'axes/region.ts',
      'create-order.ts',
      'fill/published.ts',
      'ledgers/fulfillment-book.ts',
      'ledgers/payment-plan.ts',
      'ledgers/status.ts',
      'ledgers/stock-book.ts',
    ].map((file) => [`src/machine/${file}`, ['exports']]),
  ),
};

export default config;
