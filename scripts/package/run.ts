import { spawnSync } from 'node:child_process';
import { root } from './subpaths.ts';

/** How a program ended. */
export interface Ended {
  readonly ok: boolean;
  readonly output: string;
}

/** Runs a program to its end in a folder, and keeps what it says. */
export function run(
  program: string,
  args: readonly string[],
  { cwd = root, env = {} }: { readonly cwd?: string; readonly env?: NodeJS.ProcessEnv } = {},
): Ended {
  const { status, error, stdout, stderr } = spawnSync(program, args, {
    cwd,
    env: { ...process.env, ...env },
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  const output = [stdout, stderr, error?.message].filter(Boolean).join('\n').trim();
  return { ok: status === 0, output };
}

/** As {@link run}, where anything but success ends it all. */
export function mustRun(...call: Parameters<typeof run>): string {
  const { ok, output } = run(...call);
  if (!ok) throw new Error(`\`${call[0]} ${call[1].join(' ')}\` failed:\n${output}`);
  return output;
}
