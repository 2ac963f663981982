import { configDefaults, defineConfig } from 'vitest/config';
import { sourceAliases } from './vitest.aliases.ts';

export default defineConfig({
  resolve: { alias: sourceAliases },
  test: {
    environment: 'node',
    include: ['test/**/*.test.ts'],
    exclude: [...configDefaults.exclude, 'test/servers/**', 'test/package/**', 'test/**/long/**'],
    // An embedded database takes up to seven seconds to start cold, and more on a busy machine.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    pool: 'forks',
    maxWorkers: 2,
    coverage: { provider: 'v8', include: ['src/**/*.ts'], reporter: ['text-summary', 'html'] },
  },
});
