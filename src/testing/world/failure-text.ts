import type { Simulation } from './simulate.ts';

/** How many lines of the trace a failure shows. */
const lastLines = 40;

/** A failed world for people: what broke, what had to happen for it, how it ended, and the command that shows it again. */
export function failureText(world: Simulation, command = 'npm run sim --'): string {
  const { seed, broken, commands, kept, trace } = world;
  return [
    `seed ${seed} breaks ${broken.length === 1 ? 'a promise' : `${broken.length} promises`}:`,
    ...broken.map((what) => `  ${what}`),
    `it takes ${commands.length} commands:`,
    ...commands.map((line) => `  ${line}`),
    `the last lines of ${trace.length}, each after its milliseconds:`,
    ...trace.slice(-lastLines).map((line) => `  ${line}`),
    `again: ${command} --seed ${seed} --only ${kept.join(',')}`,
  ].join('\n');
}
