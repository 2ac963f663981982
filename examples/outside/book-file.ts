import { closeSync, existsSync, openSync, readFileSync, truncateSync, writeSync } from 'node:fs';
import { applyBookChanges, type BookChange, type Books } from 'statecart/adapters/memory';

/** Books in an append-only file: one line a change. */
export interface BookFile {
  /** All that was written so far. */
  readonly books: Books;
  append(changes: readonly BookChange[]): void;
  close(): void;
}

/** Opens the books. A last line that was cut off when the machine died is dropped: nobody was told of it. */
export function openBooks(path: string): BookFile {
  const text = existsSync(path) ? readFileSync(path, 'utf8') : '';
  const whole = text.slice(0, text.lastIndexOf('\n') + 1);
  if (whole.length < text.length) truncateSync(path, Buffer.byteLength(whole));
  const changes = whole
    .split('\n')
    .filter((line) => line !== '')
    .flatMap((line) => JSON.parse(line) as BookChange[]);
  const file = openSync(path, 'a');
  return {
    books: applyBookChanges({}, changes),
    append: (more) => void writeSync(file, `${JSON.stringify(more)}\n`),
    close: () => closeSync(file),
  };
}
