import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { OutsideMessage } from './protocol.ts';

/** The running process of the outside. */
export interface OutsideProcess {
  readonly url: string;
  stop(): Promise<void>;
}

/** Starts the outside of a folder on its books. `onServed` hears of each call that has had its effect. */
export async function startOutside(
  folder: string,
  onServed: (what: string) => void = () => {},
): Promise<OutsideProcess> {
  const child = fork(fileURLToPath(new URL('../outside.ts', import.meta.url)), [folder]);
  const port = await portOf(child);
  child.on('message', (message: OutsideMessage) => {
    if (message.type === 'served') onServed(message.what);
  });
  return {
    url: `http://127.0.0.1:${port}`,
    async stop() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const gone = once(child, 'exit');
      child.disconnect();
      await gone;
    },
  };
}

function portOf(child: ChildProcess): Promise<number> {
  return new Promise((resolve, reject) => {
    child.once('message', (message: OutsideMessage) => {
      if (message.type === 'listening') resolve(message.port);
    });
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`the outside could not start (exit code ${code})`)));
  });
}
