/**
 * The outside in a process of its own: payment provider, warehouses, pickers and carrier, over HTTP on this machine only.
 * It dies with the process that started it; its books do not.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { readShopFile } from './file/read-file.ts';
import { demoFolder } from './folder.ts';
import { openBooks } from './outside/book-file.ts';
import { type OutsideDesk, openOutside } from './outside/desk.ts';
import type { CallMessage, Happening, OutsideMessage, TurnMessage } from './outside/protocol.ts';

const folder = demoFolder(process.argv[2] ?? '');
const { file } = await readShopFile(folder.shop);
const desk = openOutside(file, openBooks(folder.books));

const server = createServer((request, response) => void serve(request, response));
server.listen(0, '127.0.0.1', () =>
  tell({ type: 'listening', port: (server.address() as AddressInfo).port }),
);
process.on('disconnect', () => process.exit(0));
// A terminal sends Ctrl-C to everybody; the outside leaves when the shop has left.
process.on('SIGINT', () => {});

function tell(message: OutsideMessage): void {
  process.send?.(message);
}

async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
  try {
    const body = await bodyOf(request);
    const answer = await route(desk, request.url ?? '', body);
    if (request.url === '/call') {
      const { party, method } = body as CallMessage;
      tell({ type: 'served', what: `${party}.${method}` });
    }
    send(response, 200, answer);
  } catch (error) {
    send(response, 500, { message: error instanceof Error ? error.message : String(error) });
  }
}

function route(outside: OutsideDesk, url: string, body: unknown): unknown {
  switch (url) {
    case '/call':
      return outside.call(body as CallMessage);
    case '/turn':
      return outside.turn(body as TurnMessage);
    case '/happen':
      return outside.happen(body as Happening);
    case '/state':
      return outside.state();
    case '/books':
      return outside.books();
    default:
      throw new Error(`there is nothing at ${url}`);
  }
}

async function bodyOf(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return JSON.parse(Buffer.concat(chunks).toString('utf8') || 'null');
}

function send(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body ?? null));
}
