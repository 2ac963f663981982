import { defineConfig } from 'vitest/config';

/** Tests of the package as strangers get it: packed, installed into an empty folder, and used. They need `npm run build`. */
export default defineConfig({
  test: {
    environment: 'node',
    include: ['test/package/**/*.test.ts'],
    globalSetup: ['test/package/install.ts'],
    // A compiler and a process each; on a busy machine that takes a while.
    testTimeout: 120_000,
    hookTimeout: 120_000,
    pool: 'forks',
    maxWorkers: 2,
  },
});
