import { countryTable } from './country-table.ts';

/** A country code of ISO 3166-1 alpha-2. */
export type CountryCode = keyof typeof countryTable;

/** A field that an address needs in some countries only. */
export type RequiredField = 'region' | 'postalCode';

/** What an address in a country has to look like. */
export interface CountryRule {
  /** What it needs besides name, street and city. */
  readonly required: readonly RequiredField[];
  /**
   * How its postal codes look; empty: they are not looked at. `#` is a digit, `@` a letter, `*` either; all else stands for
   * itself: `##-###`, `@# #@@`.
   */
  readonly postalCodes: readonly string[];
}

/** All country codes, in their order. */
export const countryCodes = Object.keys(countryTable) as CountryCode[];

/** Whether a text is a country code of ISO 3166-1, in capitals. */
export function isCountryCode(code: string): code is CountryCode {
  return Object.hasOwn(countryTable, code);
}

/** The published rule of a country. */
export function countryRule(code: CountryCode): CountryRule {
  const [letters, shapes] = countryTable[code] as readonly [string, string];
  return {
    required: [
      ...(letters.includes('S') ? (['region'] as const) : []),
      ...(letters.includes('Z') ? (['postalCode'] as const) : []),
    ],
    postalCodes: shapes === '' ? [] : shapes.split('|'),
  };
}
