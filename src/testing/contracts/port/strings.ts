/** What customers and their tools write into fields: no adapter may trip over any of it. */
export const strangeStrings: readonly string[] = [
  '__proto__',
  'constructor',
  'toString',
  "'; DROP TABLE orders; --",
  '$1 ${x} %s {{x}}',
  '../../etc/passwd',
  '<script>alert(1)</script>',
  '😀 李 עברית',
  'a'.repeat(200),
];

/** Words as long as a field may have them. The last becomes longer in Unicode's NFC. */
export const longWords: readonly string[] = [
  ' '.repeat(2_000),
  'x'.repeat(2_000),
  '0-'.repeat(1_000),
  '\u{1f381}'.repeat(1_000),
  '\ufb2c'.repeat(2_000),
];
