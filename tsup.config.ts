import { defineConfig } from 'tsup';

/** One entry a subpath export; the key is the path below `dist`. Keep it in step with `exports` in package.json. */
const entry = {
  index: 'src/index.ts',
  'machine/index': 'src/machine/index.ts',
  'ports/index': 'src/ports/index.ts',
  'errors/index': 'src/errors/index.ts',
  'testing/index': 'src/testing/index.ts',
  'diagram/index': 'src/diagram/index.ts',
  'adapters/memory/index': 'src/adapters/memory/index.ts',
  'adapters/in-process/index': 'src/adapters/in-process/index.ts',
  'adapters/postgres/index': 'src/adapters/postgres/index.ts',
  'adapters/pglite/index': 'src/adapters/pglite/index.ts',
  'adapters/rules/index': 'src/adapters/rules/index.ts',
  'adapters/tables/index': 'src/adapters/tables/index.ts',
  'adapters/system/index': 'src/adapters/system/index.ts',
};

export default defineConfig({
  entry,
  format: ['esm', 'cjs'],
  target: 'node20',
  platform: 'node',
  // Without splitting each CommonJS subpath would carry its own copy of shared classes and registries.
  splitting: true,
  treeshake: true,
  sourcemap: true,
  clean: true,
  // tsup passes `baseUrl` to the compiler, which TypeScript 6 reports as deprecated.
  dts: { compilerOptions: { ignoreDeprecations: '6.0' } },
});
