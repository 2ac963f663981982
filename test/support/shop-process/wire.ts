import { isOrderError, isPortError, OrderError, PortError } from 'statecart';

/** A call of a process: `store`, `orders` or the process itself as the target. */
export interface CallMessage {
  readonly id: number;
  readonly target: 'store' | 'orders' | 'process';
  readonly method: string;
  readonly args: readonly unknown[];
}

/** The answer. Also the first message, with id 0: the process is ready. */
export interface AnswerMessage {
  readonly id: number;
  readonly ok: boolean;
  readonly value: unknown;
}

interface WireError {
  readonly $error: 'order' | 'port' | 'other';
  readonly message: string;
  readonly fields: Readonly<Record<string, unknown>>;
}

/** A value as it goes to another process: errors, wherever they stand, as data. */
export function toWire(value: unknown): unknown {
  if (value instanceof Error) return wireError(value);
  if (Array.isArray(value)) return value.map(toWire);
  if (typeof value !== 'object' || value === null || Object.getPrototypeOf(value) !== Object.prototype)
    return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, toWire(member)]));
}

/** The value as it was. */
export function fromWire(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(fromWire);
  if (typeof value !== 'object' || value === null) return value;
  if ('$error' in value) return errorOf(value as WireError);
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, fromWire(member)]));
}

function wireError(error: Error): WireError {
  const { message } = error;
  if (isOrderError(error)) {
    const { code, retry, details, problems } = error;
    return { $error: 'order', message, fields: { code, retry, details, problems } };
  }
  if (isPortError(error)) {
    const { code, retry, outcome } = error;
    return { $error: 'port', message, fields: { code, retry, outcome } };
  }
  const { code } = error as { readonly code?: unknown };
  return { $error: 'other', message, fields: { code: typeof code === 'string' ? code : '' } };
}

function errorOf({ $error, message, fields }: WireError): Error {
  if ($error === 'order') return new OrderError(fields['code'] as OrderError['code'], message, fields);
  if ($error === 'port') return new PortError(message, fields as { code: string });
  return Object.assign(new Error(message), fields);
}
