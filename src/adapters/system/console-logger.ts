import type { Logger } from '../../ports/index.ts';

/**
 * Logs one JSON object a line to the console: `debug` and `info` to standard output, `warn` and `error` to standard
 * error. The fields stand beside `time` (RFC 3339), `level` and `message`; errors become `{ name, message, code, stack,
 * cause }`. A field that JSON can't say does not lose the line: it is written as text.
 *
 * @example
 * import { consoleLogger } from 'statecart/adapters/system';
 * consoleLogger.info({ orderId: '1' }, 'the worker has started');
 * // {"time":"2026-01-01T00:00:00.000Z","level":"info","message":"the worker has started","orderId":"1"}
 */
export const consoleLogger: Logger = {
  debug: (fields, message) => console.log(line('debug', fields, message)),
  info: (fields, message) => console.log(line('info', fields, message)),
  warn: (fields, message) => console.error(line('warn', fields, message)),
  error: (fields, message) => console.error(line('error', fields, message)),
};

function line(level: keyof Logger, fields: Record<string, unknown>, message: string): string {
  const head = { time: new Date().toISOString(), level, message };
  try {
    return JSON.stringify({ ...head, ...fields, ...head }, plain);
  } catch {
    const texts = Object.entries(fields).map(([name, value]) => [name, textOf(value)]);
    return JSON.stringify({ ...head, ...Object.fromEntries(texts), ...head });
  }
}

/** What JSON has no words for. */
function plain(_name: string, value: unknown): unknown {
  if (typeof value === 'bigint') return String(value);
  if (!(value instanceof Error)) return value;
  const { name, message, stack, cause } = value;
  return { name, message, code: (value as { code?: unknown }).code, stack, cause };
}

function textOf(value: unknown): string {
  try {
    return JSON.stringify(value, plain) ?? String(value);
  } catch {
    return String(value);
  }
}
