import type { WorldCommand } from './command.ts';

/** What is left of a list of commands, by their places in the plan, with how often it was run to find that out. */
export interface Shrunken {
  readonly kept: readonly number[];
  readonly runs: number;
}

/**
 * Leaves out commands as long as what is left still fails: first halves, then quarters, in the end one by one. Greedy and
 * bounded: what comes out is small, not smallest.
 */
export async function shrink(
  commands: readonly WorldCommand[],
  stillFails: (kept: readonly number[]) => Promise<boolean>,
  mostRuns: number,
): Promise<Shrunken> {
  let kept: readonly number[] = commands.map((_, place) => place);
  let runs = 0;
  let size = Math.ceil(kept.length / 2);
  while (size >= 1 && runs < mostRuns) {
    let hasShrunk = false;
    // From the end: what comes last has the fewest consequences.
    for (let end = kept.length; end > 0 && runs < mostRuns; end -= size) {
      const fewer = [...kept.slice(0, Math.max(0, end - size)), ...kept.slice(end)];
      runs += 1;
      if (!(await stillFails(fewer))) continue;
      kept = fewer;
      hasShrunk = true;
    }
    if (size === 1 && !hasShrunk) break;
    size = size === 1 ? 1 : Math.ceil(size / 2);
  }
  return { kept, runs };
}
