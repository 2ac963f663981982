/**
 * A simulated payment provider, warehouse and carrier as a server of its own, which functions call at OUTSIDE_URL. What it
 * has to report it posts to QUEUE_URL, one CloudEvent at a time, again and again until it is taken. Its books are in the
 * file BOOKS, so that it goes on after a restart.
 */
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { consoleLogger as logger } from 'statecart/adapters/system';
import { answerCall } from '../outside/answer-call.ts';
import { createJsonServer } from '../outside/json-server.ts';
import { post } from '../outside/post.ts';
import type { CallMessage } from '../outside/protocol.ts';
import { openSimulatedOutside } from '../outside/simulated-outside.ts';

const { BOOKS, PORT, QUEUE_URL, SIMULATED_STEP_MS } = process.env;
const { world } = openSimulatedOutside({
  books: BOOKS ?? '.statecart-lambda/outside.jsonl',
  stepMs: Number(SIMULATED_STEP_MS ?? 1_000),
  deliver: (fact) => post(QUEUE_URL ?? 'http://127.0.0.1:9324', fact),
});
const server = createJsonServer((_path, body) => answerCall(world, body as CallMessage));
server.listen(Number(PORT ?? 4_000), '127.0.0.1');
await once(server, 'listening');
logger.info({ port: (server.address() as AddressInfo).port }, 'listening');
