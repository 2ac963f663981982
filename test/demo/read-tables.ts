/** One row of the demo's closing tables. */
export interface DemoRow {
  readonly number: string;
  readonly title: string;
  readonly status: string;
  readonly payment: string;
  readonly stock: string;
  readonly fulfillment: string;
  readonly books: readonly string[];
}

/** The rows of a table that stands under a title. */
export function tableUnder(title: string, out: string): readonly (readonly string[])[] {
  const lines = out.slice(out.indexOf(title)).split('\n').slice(4);
  return lines.slice(0, lines.indexOf('')).map((line) => line.trim().split(/ {2,}/));
}

/** What the demo says of every order, in both of its tables. */
export function readRows(out: string): readonly DemoRow[] {
  const books = tableUnder('Our ledgers beside the books', out);
  return tableUnder('Where every order stands', out).map((cells, index) => {
    const [number = '', title = '', status = '', payment = '', stock = '', fulfillment = ''] = cells;
    return { number, title, status, payment, stock, fulfillment, books: books[index] ?? [] };
  });
}
