import { request } from 'node:http';

/** A POST whose head has arrived and whose body has not. */
export interface HalfSent {
  /** Sends the body; resolves with the answer. */
  finish(): Promise<{
    readonly status: number;
    readonly connection: string | undefined;
    readonly body: string;
  }>;
}

/** Begins a POST, and resolves when the server has taken it up: it answers `expect: 100-continue`. */
export async function beginPost(port: number, path: string, body: string): Promise<HalfSent> {
  const outgoing = request({
    host: '127.0.0.1',
    port,
    path,
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(body),
      expect: '100-continue',
    },
  });
  const answer = new Promise<Awaited<ReturnType<HalfSent['finish']>>>((resolve, reject) => {
    outgoing.once('error', reject);
    outgoing.once('response', (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.once('end', () =>
        resolve({
          status: response.statusCode ?? 0,
          connection: response.headers.connection,
          body: Buffer.concat(chunks).toString('utf8'),
        }),
      );
    });
  });
  answer.catch(() => {});
  outgoing.flushHeaders();
  await new Promise((resolve) => outgoing.once('continue', resolve));
  return {
    finish() {
      outgoing.end(body);
      return answer;
    },
  };
}
