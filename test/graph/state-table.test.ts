import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { archetypes, type Coverage, coverPaths, generatePaths } from 'statecart/testing';
import { beforeAll, describe, expect, it } from 'vitest';
import { readPaths } from '../../scripts/state-table/paths-file.ts';
import { edgeReason, pairReason } from '../../scripts/state-table/reasons.ts';
import { renderStateTable } from '../../scripts/state-table/render.ts';

const page = fileURLToPath(new URL('../../docs/reference/state-table.md', import.meta.url));

describe('the state table', () => {
  const { paths, unreached } = readPaths();
  let coverage: Coverage;
  beforeAll(() => {
    coverage = coverPaths(archetypes, paths);
  });

  it('is what the kept paths show today', () => {
    const fresh = readFileSync(page, 'utf8') === renderStateTable(coverage, paths.length);
    expect(fresh || 'stale: run `npm run state-table`').toBe(true);
  });

  it('leaves no more pairs and transitions unreached than it did', () => {
    expect(coverage.unreachedPairs.length).toBeLessThanOrEqual(unreached.pairs);
    expect(coverage.unreachedEdges.length).toBeLessThanOrEqual(unreached.transitions);
  });

  it('knows a reason for everything that it leaves unreached', () => {
    expect(coverage.unreachedPairs.filter((pair) => pairReason(pair) === undefined)).toEqual([]);
    expect(coverage.unreachedEdges.filter((edge) => edgeReason(edge) === undefined)).toEqual([]);
  });

  it('begins at every archetype', () => {
    expect(new Set(paths.map((path) => path.archetype))).toEqual(
      new Set(archetypes.map((archetype) => archetype.name)),
    );
  });
});

describe('the path generator', () => {
  const small = { strolls: 1, expansions: 10, rounds: 0, archetypes: archetypes.slice(5, 7) };

  it('makes the same paths from the same seed, and others from another', () => {
    const [once, again, other] = [1, 1, 2].map((seed) => generatePaths({ ...small, seed }));
    expect(again).toEqual(once);
    expect(other?.paths).not.toEqual(once?.paths);
  });

  it('makes paths that can be walked and break nothing', () => {
    const { paths, violations } = generatePaths(small);
    expect(violations).toEqual([]);
    const covered = coverPaths(archetypes, paths);
    expect(covered.steps).toBeGreaterThan(50);
    expect(covered.taken.length).toBeGreaterThan(10);
  });
});
