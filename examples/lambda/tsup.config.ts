import { fileURLToPath } from 'node:url';
import { defineConfig } from 'tsup';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** One file a function, with everything in it: `npx tsup --config examples/lambda/tsup.config.ts`. */
export default defineConfig({
  entry: { api: here('api.ts'), queue: here('queue.ts'), drain: here('drain.ts') },
  outDir: process.env.LAMBDA_OUT_DIR ?? here('dist'),
  format: 'cjs',
  platform: 'node',
  target: 'node20',
  noExternal: [/.*/],
  external: ['pg-native'],
  splitting: false,
  clean: true,
  silent: true,
});
