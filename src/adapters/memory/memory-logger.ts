import type { Logger } from '../../ports/index.ts';

/** One line that was logged. */
export interface LogLine {
  readonly level: keyof Logger;
  readonly fields: Record<string, unknown>;
  readonly message: string;
}

/** A logger that remembers. */
export interface MemoryLogger extends Logger {
  /** What was logged so far, oldest first. */
  readonly lines: readonly LogLine[];
  /** Forgets all of it. */
  clear(): void;
}

/**
 * Makes a logger that keeps its lines, for tests that ask what was logged.
 *
 * @example
 * import { createMemoryLogger } from 'statecart/adapters/memory';
 * const logger = createMemoryLogger();
 * logger.warn({ orderId: '1' }, 'the port did not answer');
 * logger.lines[0]?.level; // 'warn'
 */
export function createMemoryLogger(): MemoryLogger {
  const lines: LogLine[] = [];
  const keep = (level: keyof Logger) => (fields: Record<string, unknown>, message: string) => {
    lines.push({ level, fields: { ...fields }, message });
  };
  return {
    lines,
    clear() {
      lines.length = 0;
    },
    debug: keep('debug'),
    info: keep('info'),
    warn: keep('warn'),
    error: keep('error'),
  };
}
