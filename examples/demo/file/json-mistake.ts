/** Where a JSON text stops being JSON, and what stands there. */
export interface JsonMistake {
  readonly line: number;
  readonly column: number;
  readonly message: string;
}

/** Finds the first mistake in a text that `JSON.parse` has refused: not every Node says where it is. */
export function findJsonMistake(text: string): JsonMistake {
  const scanner = new Scanner(text);
  const mistake = scanned(scanner) ?? { at: text.length, message: 'is not JSON' };
  const before = text.slice(0, mistake.at).split('\n');
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1, message: mistake.message };
}

function scanned(scanner: Scanner): Mistake | null {
  try {
    return scanner.scan();
  } catch (error) {
    if (error instanceof RangeError) return { at: 0, message: 'is nested too deeply to be read' };
    throw error;
  }
}

interface Mistake {
  readonly at: number;
  readonly message: string;
}

const space = /[ \t\n\r]*/y;
const string = /"(?:[^"\\\n\r\t]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y;
const number = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const word = /(?:true|false|null)\b/y;

class Scanner {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  scan(): Mistake | null {
    const mistake = this.#value();
    if (mistake !== null) return mistake;
    this.#take(space);
    return this.#at === this.#text.length ? null : this.#expected('nothing more');
  }

  #value(): Mistake | null {
    this.#take(space);
    const first = this.#text[this.#at];
    if (first === '{') return this.#list('}', () => this.#member());
    if (first === '[') return this.#list(']', () => this.#value());
    if (first === '"')
      return this.#take(string) ? null : this.#here('this text has no end, or an unknown escape in it');
    return this.#take(number) || this.#take(word) ? null : this.#expected('a value');
  }

  #member(): Mistake | null {
    this.#take(space);
    if (!this.#take(string)) return this.#expected('a name in double quotes');
    this.#take(space);
    if (this.#text[this.#at] !== ':') return this.#expected('":"');
    this.#at += 1;
    return this.#value();
  }

  #list(close: string, item: () => Mistake | null): Mistake | null {
    this.#at += 1;
    this.#take(space);
    if (this.#text[this.#at] === close) {
      this.#at += 1;
      return null;
    }
    for (;;) {
      const mistake = item();
      if (mistake !== null) return mistake;
      this.#take(space);
      const next = this.#text[this.#at];
      if (next !== ',' && next !== close) return this.#expected(`"," or "${close}"`);
      this.#at += 1;
      if (next === close) return null;
    }
  }

  #take(pattern: RegExp): boolean {
    pattern.lastIndex = this.#at;
    const match = pattern.exec(this.#text);
    if (match === null) return false;
    this.#at = pattern.lastIndex;
    return true;
  }

  #expected(what: string): Mistake {
    const found = this.#text[this.#at];
    return this.#here(
      found === undefined
        ? `the file ends here; expected ${what}`
        : `found ${JSON.stringify(found)}; expected ${what}`,
    );
  }

  #here(message: string): Mistake {
    return { at: this.#at, message };
  }
}
