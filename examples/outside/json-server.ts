import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';

/** A server of JSON on both ways: `answer` gets a path and what was posted there, and its error is told to the caller. */
export function createJsonServer(answer: (path: string, body: unknown) => unknown): Server {
  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    try {
      send(response, 200, await answer(request.url ?? '', await bodyOf(request)));
    } catch (error) {
      send(response, 500, { message: error instanceof Error ? error.message : String(error) });
    }
  };
  return createServer((request, response) => void serve(request, response));
}

async function bodyOf(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return JSON.parse(Buffer.concat(chunks).toString('utf8') || 'null');
}

function send(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body ?? null));
}
