/**
 * SQL for a value of a recorded row, for any order: where the recorded order's id stood, the expression `id` stands. No
 * colon and no `$` remain in a literal, because pgbench takes what follows a colon for a variable.
 */
export function literal(value: unknown, type: string, orderId: string, id: string): string {
  if (value === null || value === undefined) return `null::${type}`;
  if (typeof value === 'number' || typeof value === 'boolean') return `${value}::${type}`;
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  const parts = text.split(orderId).map(quoted);
  return `(${parts.join(` || ${id}::text || `)})::${type}`;
}

function quoted(text: string): string {
  const escaped = text
    .replaceAll('\\', '\\\\')
    .replaceAll("'", "\\'")
    .replaceAll(':', '\\x3a')
    .replaceAll('$', '\\x24');
  return `E'${escaped}'`;
}
