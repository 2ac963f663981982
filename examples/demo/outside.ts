/**
 * The outside in a process of its own: payment provider, warehouses, pickers and carrier, over HTTP on this machine only.
 * It dies with the process that started it; its books do not.
 */
import type { AddressInfo } from 'node:net';
import { openBooks } from '../outside/book-file.ts';
import { createJsonServer } from '../outside/json-server.ts';
import type { CallMessage } from '../outside/protocol.ts';
import { readShopFile } from './file/read-file.ts';
import { demoFolder } from './folder.ts';
import { openOutside } from './outside/desk.ts';
import type { Happening, OutsideMessage, TurnMessage } from './outside/protocol.ts';

const folder = demoFolder(process.argv[2] ?? '');
const { file } = await readShopFile(folder.shop);
const desk = openOutside(file, openBooks(folder.books));

const server = createJsonServer(answer);
server.listen(0, '127.0.0.1', () =>
  tell({ type: 'listening', port: (server.address() as AddressInfo).port }),
);
process.on('disconnect', () => process.exit(0));
// A terminal sends Ctrl-C to everybody; the outside leaves when the shop has left.
process.on('SIGINT', () => {});

function tell(message: OutsideMessage): void {
  process.send?.(message);
}

async function answer(path: string, body: unknown): Promise<unknown> {
  switch (path) {
    case '/call': {
      const message = body as CallMessage;
      const reply = await desk.call(message);
      tell({ type: 'served', what: `${message.party}.${message.method}` });
      return reply;
    }
    case '/turn':
      return desk.turn(body as TurnMessage);
    case '/happen':
      return desk.happen(body as Happening);
    case '/state':
      return desk.state();
    case '/books':
      return desk.books();
    default:
      throw new Error(`there is nothing at ${path}`);
  }
}
