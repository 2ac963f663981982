import { defineConfig } from 'vitest/config';
import { sourceAliases } from './vitest.aliases.ts';

/** The long run of random sequences: a hundred thousand of them, half in each of two processes. */
export default defineConfig({
  resolve: { alias: sourceAliases },
  test: {
    environment: 'node',
    include: ['test/sequences/long/**/*.test.ts'],
    pool: 'forks',
    maxWorkers: 2,
    reporters: ['verbose'],
  },
});
