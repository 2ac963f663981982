import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { archetypes, coverPaths, generatePaths, type Violation } from 'statecart/testing';
import { type KeptPaths, pathsFile, readPaths, writePaths } from './state-table/paths-file.ts';
import { renderStateTable } from './state-table/render.ts';

/** Makes the paths and the state table anew; with `--check`, says whether they are stale. */
const page = fileURLToPath(new URL('../docs/reference/state-table.md', import.meta.url));

if (process.argv.includes('--check')) check();
else generate();

function check(): void {
  const { paths } = readPaths();
  const rendered = renderStateTable(coverPaths(archetypes, paths), paths.length);
  if (existsSync(page) && readFileSync(page, 'utf8') === rendered) return;
  console.error('docs/reference/state-table.md is stale: run `npm run state-table`.');
  process.exitCode = 1;
}

function generate(): void {
  const { paths, violations } = generatePaths();
  if (violations.length > 0) return report(violations);
  const coverage = coverPaths(archetypes, paths);
  const unreached = { pairs: coverage.unreachedPairs.length, transitions: coverage.unreachedEdges.length };
  if (!process.argv.includes('--allow-more') && grows(unreached)) return;
  writePaths({ unreached, paths });
  writeFileSync(page, renderStateTable(coverage, paths.length));
  console.log(
    `${paths.length} paths, ${coverage.steps} events; unreached: ${unreached.pairs} pairs, ${unreached.transitions} transitions.`,
  );
}

function report(violations: readonly Violation[]): void {
  for (const { archetype, events, message } of violations)
    console.error(`${message}\n  ${archetype}: ${events.join(', ')}`);
  process.exitCode = 1;
}

/** Whether more is unreached than before. */
function grows(unreached: KeptPaths['unreached']): boolean {
  if (!existsSync(pathsFile)) return false;
  const before = readPaths().unreached;
  if (unreached.pairs <= before.pairs && unreached.transitions <= before.transitions) return false;
  console.error(
    `unreached are ${unreached.pairs} pairs and ${unreached.transitions} transitions; before it were ${before.pairs} and ${before.transitions}. If the statechart has changed so, run \`npm run state-table -- --allow-more\`.`,
  );
  process.exitCode = 1;
  return true;
}
