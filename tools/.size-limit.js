import { readFileSync } from 'node:fs';

const manifest = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));

/** What a user's bundler makes of an import, with everything it needs: XState, zod and eventemitter3 included. */
const bundled = (name, path, names, limit) => ({
  name,
  path: `../dist/${path}`,
  import: `{ ${names} }`,
  limit,
  gzip: true,
  // The platform is Node.js; peers are the user's own.
  modifyEsbuildConfig: (config) => ({
    ...config,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    external: Object.keys(manifest.peerDependencies),
    logLevel: 'error',
  }),
});

export default [
  bundled('statecart: createOrders', 'index.js', 'createOrders', '140 kB'),
  bundled('statecart/machine: step', 'machine/index.js', 'step', '107 kB'),
  bundled('statecart/errors: isOrderError', 'errors/index.js', 'isOrderError', '1 kB'),
  bundled(
    'statecart/adapters/postgres',
    'adapters/postgres/index.js',
    'createPostgresStore, migrate',
    '34 kB',
  ),
];
