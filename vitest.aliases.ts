import { fileURLToPath } from 'node:url';

const src = fileURLToPath(new URL('./src/', import.meta.url));

/** Lets tests and examples import `statecart` and its subpaths as users do, straight from the sources. The same map stands in tsconfig.json under `paths`. */
export const sourceAliases = [
  { find: /^statecart$/, replacement: `${src}index.ts` },
  { find: /^statecart\/(.+)$/, replacement: `${src}$1/index.ts` },
];
