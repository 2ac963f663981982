import { defineConfig } from 'vitest/config';
import { sourceAliases } from './vitest.aliases.ts';

/** The long run that kills workers: every failpoint, and forty random moments. */
export default defineConfig({
  resolve: { alias: sourceAliases },
  test: {
    environment: 'node',
    include: ['test/killed/long/**/*.test.ts'],
    testTimeout: 120_000,
    hookTimeout: 120_000,
    pool: 'forks',
    maxWorkers: 1,
    reporters: ['verbose'],
  },
});
