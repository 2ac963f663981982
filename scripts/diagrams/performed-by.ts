import type { Command } from 'statecart/machine';
import { deskFor } from '../../src/runtime/answers/index.ts';
import type { OrderPorts } from '../../src/runtime/options.ts';

/** The port and the method that perform a command. */
export interface Performer {
  readonly port: string;
  readonly method: string;
}

/**
 * Which method of which port performs a command: the runtime performs it at ports that only note which method it calls.
 * @throws Error if it calls none.
 */
export async function performedBy(command: Command): Promise<Performer> {
  const calls: Performer[] = [];
  const noting = (port: string) =>
    new Proxy({}, { get: (_port, method) => () => void calls.push({ port, method: String(method) }) });
  const ports = new Proxy({}, { get: (_ports, port) => noting(String(port)) });
  const desk = deskFor(ports as unknown as OrderPorts, command.type);
  const call = { key: command.id, signal: AbortSignal.abort(), traceparent: null };
  // The ports answer nothing, which most desks refuse to read: that comes after the call.
  await desk?.perform(command, call).catch(() => []);
  const [made] = calls;
  if (made === undefined || calls.length > 1)
    throw new Error(`${command.type} calls ${calls.length} methods of ports, not one`);
  return made;
}
