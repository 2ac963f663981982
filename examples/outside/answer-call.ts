import { isPortError } from 'statecart';
import type { MemoryWorld } from 'statecart/adapters/memory';
import { type CallFailure, type CallMessage, type CallReply, calls } from './protocol.ts';

type Method = (request: unknown, call: object) => Promise<unknown>;

/** Lets a party of a simulated world take a call that came over the wire. */
export async function answerCall(world: MemoryWorld, message: CallMessage): Promise<CallReply> {
  const { party, method, key, request, traceparent } = message;
  const known: readonly string[] = [...calls[party], 'find', ...(party === 'warehouse' ? ['available'] : [])];
  if (!known.includes(method)) throw new Error(`${party} has no method "${method}"`);
  const desk = world[party] as unknown as Record<string, Method>;
  try {
    const call = { key, traceparent, signal: new AbortController().signal };
    const answer = await desk[method]?.(method === 'find' ? key : request, call);
    return { ok: true, answer: answer ?? null };
  } catch (error) {
    return { ok: false, failure: failureOf(error) };
  }
}

function failureOf(error: unknown): CallFailure {
  if (!isPortError(error)) throw error;
  const { message, retry, outcome, code } = error;
  return { message, retry, outcome, code };
}
