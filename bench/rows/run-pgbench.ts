import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { runLoop } from './run-loop.ts';

const run = promisify(execFile);

/** A script of transactions that clients run over and over. */
export interface Script {
  /** A query whose one column is the variable that the transactions use. */
  readonly begin: { readonly text: string; readonly variable: string };
  readonly transactions: readonly (readonly string[])[];
}

/** What a run of a script gave. */
export interface ScriptResult {
  /** Scripts a second, by all clients together. */
  readonly perSecond: number;
  /** How long each script took, in milliseconds. */
  readonly tookMs: readonly number[];
  readonly by: 'pgbench' | 'a loop over pg';
}

/** Runs a script with pgbench, or, where there is none, with a loop over the client library. */
export async function runScript(
  url: string,
  script: Script,
  clients: number,
  seconds: number,
): Promise<ScriptResult> {
  if (!(await hasPgbench())) return runLoop(url, script, clients, seconds);
  const folder = await mkdtemp(join(tmpdir(), 'statecart-bench-'));
  try {
    const file = join(folder, 'script.sql');
    await writeFile(file, sqlOf(script));
    const log = join(folder, 'log');
    const args = [
      '-n',
      '-M',
      'prepared',
      '-f',
      file,
      '-c',
      String(clients),
      '-j',
      '1',
      '-T',
      String(seconds),
      '-l',
      `--log-prefix=${log}`,
      url,
    ];
    const { stdout } = await run('pgbench', args, { maxBuffer: 1e8 });
    const tps = /tps = ([\d.]+)/.exec(stdout)?.[1];
    if (tps === undefined) throw new Error(`pgbench gave no figure: ${stdout}`);
    return { perSecond: Number(tps), tookMs: await readLog(folder), by: 'pgbench' };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function hasPgbench(): Promise<boolean> {
  return run('pgbench', ['--version']).then(
    () => true,
    () => false,
  );
}

function sqlOf({ begin, transactions }: Script): string {
  const lines = [`${begin.text} as ${begin.variable} \\gset`];
  for (const statements of transactions) {
    lines.push('begin;', ...statements.map((statement) => `${statement.replaceAll('\n', ' ')};`), 'end;');
  }
  return `${lines.join('\n')}\n`;
}

/** Each line is a transaction: client, number, time in microseconds… */
async function readLog(folder: string): Promise<readonly number[]> {
  const took: number[] = [];
  for (const name of await readdir(folder)) {
    if (!name.startsWith('log')) continue;
    const text = await readFile(join(folder, name), 'utf8');
    for (const line of text.split('\n')) if (line !== '') took.push(Number(line.split(' ')[2]) / 1_000);
  }
  return took;
}
