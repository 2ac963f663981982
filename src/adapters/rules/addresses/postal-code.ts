const digit = /^[0-9]$/;
const letter = /^[A-Z]$/;

/** A postal code in one of the shapes of its country, written as the shape is; `undefined`: it has none of them. */
export function shaped(code: string, shapes: readonly string[], country: string): string | undefined {
  const upper = code.toUpperCase();
  const bare = bareOf(upper);
  for (const candidate of [bare, ...withoutCountry(upper, country), `${country}${bare}`])
    for (const shape of shapes) {
      const written = inShape(candidate, shape);
      if (written !== undefined) return written;
    }
  return undefined;
}

/** The characters that count. */
function bareOf(code: string): string {
  return code.replaceAll(/[\s-]/g, '');
}

/** Many write the country before the code, as in `D-10115` or `SE 114 55`. */
function withoutCountry(code: string, country: string): readonly string[] {
  const sign = /^([A-Z]{1,3})\s*-\s*(.+)$/.exec(code);
  const bare = bareOf(code);
  return [
    ...(sign?.[2] === undefined ? [] : [bareOf(sign[2])]),
    ...(bare.startsWith(country) ? [bare.slice(country.length)] : []),
  ];
}

function inShape(bare: string, shape: string): string | undefined {
  let taken = 0;
  let written = '';
  for (const sign of shape) {
    if (sign === ' ' || sign === '-') {
      written += sign;
      continue;
    }
    const given = bare[taken];
    if (given === undefined || !stands(given, sign)) return undefined;
    written += given;
    taken += 1;
  }
  return taken === bare.length ? written : undefined;
}

function stands(given: string, sign: string): boolean {
  if (sign === '#') return digit.test(given);
  if (sign === '@') return letter.test(given);
  return sign === '*' ? digit.test(given) || letter.test(given) : given === sign;
}

/** A code of a shape, for messages: `12345`, `AB1 2CD`. */
export function exampleOf(shape: string): string {
  let digits = 0;
  let letters = 0;
  return Array.from(shape)
    .map((sign) => {
      if (sign === '#' || sign === '*') return String((digits++ % 9) + 1);
      return sign === '@' ? 'ABCDEFGH'[letters++ % 8] : sign;
    })
    .join('');
}
