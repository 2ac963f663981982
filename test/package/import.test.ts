import { describe, expect, inject, it } from 'vitest';
import { readManifest, subpaths } from '../../scripts/package/subpaths.ts';
import { filesLoaded, packageOf } from './loaded.ts';
import { runSource } from './node.ts';

const { bare, withPeers } = inject('installed');
const manifest = readManifest();
const own = [manifest.name, ...Object.keys(manifest.dependencies)];

const ways = subpaths(manifest).flatMap(({ specifier }) => [
  { specifier, way: 'import', ending: 'mjs', load: `await import('${specifier}')` },
  { specifier, way: 'require', ending: 'cjs', load: `require('${specifier}')` },
]);

describe.each(ways)('$specifier by $way', ({ specifier, ending, load }) => {
  const name = `load-${specifier.replaceAll('/', '-')}.${ending}`;

  it('loads its dependencies and no optional peer, though they are installed', async () => {
    const files = await filesLoaded(withPeers, async (env) =>
      runSource(withPeers, name, `${load}; console.log('true');`, env),
    );
    const packages = new Set(files.map(packageOf).filter((found) => found !== null));
    expect(packages).toContain(manifest.name);
    expect([...packages].filter((found) => !own.includes(found))).toEqual([]);
  });

  it('begins nothing: no timer, no handle, no listener, no global', async () => {
    expect(await runSource(bare, name, watched(ending, load))).toEqual({
      begun: [],
      active: [],
      listeners: [],
      globals: [],
    });
  });
});

it('would see a peer that is loaded, and a timer that is left', async () => {
  const files = await filesLoaded(withPeers, async (env) =>
    runSource(withPeers, 'peer.cjs', `require('pg'); console.log('true');`, env),
  );
  expect(files.map(packageOf)).toContain('pg');
  const seen = await runSource<{ begun: string[]; listeners: string[] }>(
    bare,
    'timer.cjs',
    watched('cjs', `setTimeout(() => {}, 10); process.on('exit', () => {}); globalThis.left = 1`),
  );
  expect(seen).toEqual({ begun: ['Timeout'], active: ['Timeout'], listeners: ['exit'], globals: ['left'] });
});

/** A program that loads something and prints what of it goes on. */
function watched(ending: string, load: string): string {
  const require = (names: string, module: string) =>
    ending === 'mjs' ? `import { ${names} } from '${module}';` : `const { ${names} } = require('${module}');`;
  return `
    ${require('createHook', 'node:async_hooks')}
    // Opens standard error when it is loaded, whoever loads it.
    ${require('ok', 'node:assert')}
    const watched = /^(Timeout|Immediate|Worker|MessagePort|Process|TCP|UDP|Pipe|TLS|HTTP|DNS|GetAddrInfo|FSEvent|Stat|Signal)/i;
    const begun = [];
    const globals = new Set(Object.getOwnPropertyNames(globalThis));
    const listeners = () => Object.fromEntries(process.eventNames().map((name) => [String(name), process.listenerCount(name)]));
    const before = listeners();
    const open = process.getActiveResourcesInfo();
    const hook = createHook({ init: (id, type) => { if (watched.test(type)) begun.push(type); } }).enable();
    ${load};
    hook.disable();
    const after = listeners();
    console.log(JSON.stringify({
      begun,
      active: process.getActiveResourcesInfo().filter((type) => !open.includes(type)),
      listeners: Object.keys(after).filter((name) => after[name] !== (before[name] ?? 0)),
      // zod keeps its configuration and its registry there, for all copies of itself.
      globals: Object.getOwnPropertyNames(globalThis).filter((name) => !globals.has(name) && !name.startsWith('__zod_')),
    }));`;
}
