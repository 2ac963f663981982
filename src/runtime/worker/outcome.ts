import type { FactInput } from '../../machine/index.ts';
import type { StoredCommand } from '../../ports/index.ts';

/** What is to become of a command that was tried. */
export type Verdict =
  /** The port has answered, or nothing had to be asked. */
  | { readonly kind: 'done' }
  | { readonly kind: 'later'; readonly runAt: number; readonly error: string; readonly unknown: boolean }
  | { readonly kind: 'dead'; readonly error: string };

/** What came of trying a command: what the machine hears, and what becomes of the command. */
export interface Outcome {
  readonly command: StoredCommand;
  readonly facts: readonly FactInput[];
  readonly verdict: Verdict;
}
