import { defineConfig } from 'vitest/config';
import { sourceAliases } from './vitest.aliases.ts';

/** Tests that talk to real servers. They are never skipped: a server that does not answer fails the run, by name. */
export default defineConfig({
  resolve: { alias: sourceAliases },
  test: {
    environment: 'node',
    include: ['test/servers/**/*.test.ts'],
    globalSetup: ['test/servers/require-servers.ts'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    pool: 'forks',
    maxWorkers: 1,
  },
});
