import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** A program that serves HTTP, in a process of its own. */
export interface Service {
  readonly url: string;
  readonly port: number;
  /** What it has logged so far, as it came. */
  log(): string;
  kill(signal: NodeJS.Signals): void;
  /** Resolves with its exit code once it has ended; `null`: a signal ended it. */
  readonly exit: Promise<number | null>;
}

/** Starts a program, and resolves when it has logged on which port it listens. */
export async function startService(path: string, environment: Record<string, string>): Promise<Service> {
  const child = spawn(process.execPath, ['--import', 'tsx', path], {
    cwd: root,
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let log = '';
  const exit = once(child, 'close').then(([code]) => code as number | null);
  const port = await new Promise<number>((resolve, reject) => {
    const read = (chunk: Buffer): void => {
      log += chunk.toString('utf8');
      const listening = /"message":"listening".*"port":(\d+)/.exec(log);
      if (listening !== null) resolve(Number(listening[1]));
    };
    child.stdout.on('data', read);
    child.stderr.on('data', read);
    child.once('error', reject);
    void exit.then((code) => reject(new Error(`${path} ended with ${code} before it listened:\n${log}`)));
  });
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    log: () => log,
    kill: (signal) => void child.kill(signal),
    exit,
  };
}
