import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { createJsonServer } from '../../examples/outside/json-server.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** How a program ended. */
interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** Runs a program to its end, with `input` as its standard input. */
export async function run(
  args: readonly string[],
  environment: Record<string, string>,
  input = '',
): Promise<Ended> {
  const child = spawn(process.execPath, args, { cwd: root, env: { ...process.env, ...environment } });
  const [out, err]: [Buffer[], Buffer[]] = [[], []];
  child.stdout.on('data', (chunk: Buffer) => out.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => err.push(chunk));
  child.stdin.end(input);
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, out: Buffer.concat(out).toString('utf8'), err: Buffer.concat(err).toString('utf8') };
}

/** A function that was bundled, each call a cold start: a new process that ends with its answer. */
export async function invoke(
  bundle: string,
  event: object,
  environment: Record<string, string>,
  // oxlint-disable-next-line typescript/no-explicit-any -- what a function answers is what the tests are about
): Promise<any> {
  const { code, out, err } = await run(
    ['examples/lambda/invoke.mjs', `file://${bundle}`],
    environment,
    JSON.stringify(event),
  );
  if (code !== 0) throw new Error(`${bundle} failed: ${err}`);
  return JSON.parse(out);
}

/** A queue that a server of the outside posts to. */
export interface FactQueue {
  readonly url: string;
  /** Takes what has come, as SQS would give it to a function. */
  take(): readonly SqsRecord[];
  stop(): void;
}

/** As much of a record of SQS as counts. */
export interface SqsRecord {
  readonly messageId: string;
  readonly body: string;
}

/** Opens a queue. */
export async function openQueue(): Promise<FactQueue> {
  const waiting: SqsRecord[] = [];
  const server = createJsonServer((_path, fact) => {
    waiting.push(recordOf(JSON.stringify(fact)));
    return null;
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    take: () => waiting.splice(0, 10),
    stop() {
      server.close();
      server.closeAllConnections();
    },
  };
}

/** A record with a body. */
export function recordOf(body: string): SqsRecord {
  return { messageId: randomUUID(), body };
}

/** An event of API Gateway's HTTP API, format 2.0. */
export function apiEvent(routeKey: string, id: string | null, body?: string, headers: object = {}): object {
  return {
    version: '2.0',
    routeKey,
    headers: { 'content-type': 'application/json', ...headers },
    ...(id === null ? {} : { pathParameters: { id } }),
    ...(body === undefined ? {} : { body }),
    isBase64Encoded: false,
  };
}
