import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const shim = fileURLToPath(new URL('./curl.mjs', import.meta.url));

/** What a README shows of a terminal: commands, and what they print. */
export interface Session {
  readonly commands: string;
  readonly output: string;
}

/** The terminal sessions of a README, in their order. A command goes on until its quotes are closed. */
export async function sessionsOf(path: string): Promise<readonly Session[]> {
  const text = await readFile(path, 'utf8');
  return [...text.matchAll(/^```console\n([\s\S]*?)^```$/gm)].map(([, block = '']) => {
    const commands: string[] = [];
    const lines = block.trimEnd().split('\n');
    while (lines[0]?.startsWith('$ ') === true) {
      let command = lines.shift()?.slice(2) ?? '';
      while ((command.match(/'/g)?.length ?? 0) % 2 === 1) command += `\n${lines.shift()}`;
      commands.push(command);
    }
    return { commands: commands.join('\n'), output: lines.join('\n') };
  });
}

/** Runs commands in a shell whose curl asks the shop at `port`, and gives what they print. */
export async function runSession({ commands }: Session, port: number): Promise<string> {
  const script = `curl() { node "${shim}" "$@"; }\n${commands}`;
  const { stdout } = await promisify(execFile)('sh', ['-c', script], {
    env: { ...process.env, CURL_PORT: String(port) },
  });
  return stdout;
}

/** A text in which all moments, and the years of order numbers, are the same. */
export function timeless(text: string): string {
  return text.replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, '<moment>').replaceAll(/SC-\d{4}-/g, 'SC-<year>-');
}
