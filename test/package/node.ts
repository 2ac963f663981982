import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

const execute = promisify(execFile);

/** Runs a program of a consumer's with the Node.js that runs the tests. One that does not end by itself fails. */
export async function runNode(
  folder: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv = {},
): Promise<string> {
  const { stdout, stderr } = await execute(process.execPath, args, {
    cwd: folder,
    env: { ...process.env, NODE_OPTIONS: '', ...env },
    timeout: 60_000,
  });
  if (stderr !== '') throw new Error(`${args.join(' ')} complained: ${stderr}`);
  return stdout.trim();
}

/** Writes a program beside the consumer's node_modules, runs it, and reads the JSON that it prints. */
export async function runSource<Printed>(
  folder: string,
  name: string,
  source: string,
  env?: NodeJS.ProcessEnv,
): Promise<Printed> {
  await writeFile(join(folder, name), source);
  return JSON.parse(await runNode(folder, [name], env)) as Printed;
}
