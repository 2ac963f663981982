/** A family of names: `payment.`, `authorized, captured, failed`, and what they have in common. */
export type FamilyRow = readonly [family: string, names: string, of: string];

/** How long a line of names gets. */
const lineLength = 34;

/** Dotted names by their first part, several lines each if need be: nobody reads a column of forty. */
export function families(types: readonly string[], of: (type: string) => string): readonly FamilyRow[] {
  const rows: [string, string, string][] = [];
  let last = '';
  for (const type of types) {
    const [family, name] = [type.slice(0, type.indexOf('.') + 1), type.slice(type.indexOf('.') + 1)];
    const row = rows.at(-1);
    const isSame = row !== undefined && last === `${family} ${of(type)}`;
    last = `${family} ${of(type)}`;
    if (!isSame) rows.push([family, name, of(type)]);
    else if (row[1].length + 2 + name.length > lineLength) {
      row[1] += ',';
      rows.push(['', name, '']);
    } else row[1] += `, ${name}`;
  }
  return rows;
}
