import type { Caller } from './meta.ts';

/** Who sends, and under which condition. */
export interface SendOptions extends Caller {
  /** Refuse with `VERSION_CONFLICT` if the order is at another version. @defaultValue any version */
  readonly ifVersion?: number;
}
