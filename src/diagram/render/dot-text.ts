/** A label in Graphviz's HTML. */
export interface Html {
  readonly html: string;
}

/** A text in quotes. */
export function quoted(value: string): string {
  return `"${value.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;
}

/** Text as it stands in Graphviz's HTML. */
export function html(value: string): string {
  return value
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll('  ', '&#160;&#160;');
}

/** A list of attributes. */
export function attributes(values: Readonly<Record<string, string | number | boolean | Html>>): string {
  const list = Object.entries(values).map(([name, value]) => `${name}=${written(value)}`);
  return `[${list.join(' ')}]`;
}

function written(value: string | number | boolean | Html): string {
  if (typeof value === 'object') return `<${value.html}>`;
  return typeof value === 'string' ? quoted(value) : String(value);
}
