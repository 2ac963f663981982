import { isDeepStrictEqual } from 'node:util';
import { expect } from 'vitest';

/** Holds two values against each other, prototypes and all; the difference is worked out only if there is one. */
export function assertSame(actual: unknown, expected: unknown, where: string): void {
  if (!isDeepStrictEqual(actual, expected))
    expect({ where, value: actual }).toStrictEqual({ where, value: expected });
}
