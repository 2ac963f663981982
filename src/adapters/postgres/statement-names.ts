import { createHash } from 'node:crypto';

/** The most statements that are kept prepared in a session; a statement of a batch has a text for each mix of tables. */
const maxNames = 500;

/**
 * Names under which statements stay prepared. The name is the hash of the text: two releases of this code, or two schemas,
 * that share a session through a pooler can't mistake one's statement for the other's.
 */
export class StatementNames {
  readonly #names = new Map<string, string>();

  /** The name of a statement, `undefined` if it is not to be kept prepared. */
  nameOf(text: string): string | undefined {
    const known = this.#names.get(text);
    if (known !== undefined) return known;
    if (this.#names.size >= maxNames) return undefined;
    const name = `statecart_${createHash('sha256').update(text).digest('hex').slice(0, 32)}`;
    this.#names.set(text, name);
    return name;
  }
}
