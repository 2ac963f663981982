import * as z from 'zod';
import { eventParts as part, type TaxRate } from '../../machine/index.ts';
import { type Validity, validAt, validity } from './validity.ts';

/** A tax, and where, on what and when it is due. All rows that fit a line are due on it together. */
export interface TaxTableRow extends Validity {
  /** ISO 3166-1 alpha-2, in capitals. */
  readonly country: string;
  /** A state or province, as addresses write it, in any case. @defaultValue the whole country */
  readonly region?: string | null;
  /** Regions of the country in which it is not due: they have a tax of their own instead. @defaultValue none */
  readonly exceptRegions?: readonly string[];
  /** What it is due on; `null`: on everything. @defaultValue the table's `defaultCategory` */
  readonly category?: string | null;
  readonly name: string;
  /** Whose tax it is. @defaultValue `DE`, `US-NY`: the country, and the region if it has one */
  readonly jurisdiction?: string;
  /** In percent, as a decimal number or a fraction, as text: `19`, `8.25`, `100/3`. */
  readonly ratePercent: string;
}

const region = part.words.transform((name) => name.toLowerCase());

/** The rows of a table, where a category that is left out is the default one. */
export function taxRowsSchema(defaultCategory: string) {
  return z.array(
    z
      .strictObject({
        country: part.address.shape.country,
        region: region.nullable().default(null),
        exceptRegions: z.array(region).default([]),
        category: part.id.nullable().default(defaultCategory),
        name: part.words,
        jurisdiction: part.id.optional(),
        ratePercent: part.rate,
        ...validity,
      })
      .refine((row) => row.from === null || row.until === null || row.from < row.until, {
        path: ['until'],
        message: 'must be later than from',
      }),
  );
}

/** A row, read. */
export type TaxRow = z.output<ReturnType<typeof taxRowsSchema>>[number];

/** Where something is taxed. */
export interface TaxPlace {
  readonly country: string;
  readonly region: string | null;
}

/** The rows that are in force at a place and a moment, in the order of the table. */
export function rowsFor(rows: readonly TaxRow[], place: TaxPlace, at: number): readonly TaxRow[] {
  const here = place.region?.toLowerCase() ?? null;
  return rows.filter(
    (row) =>
      row.country === place.country &&
      (row.region === null || row.region === here) &&
      (here === null || !row.exceptRegions.includes(here)) &&
      validAt(row, at) === 'good',
  );
}

/** The taxes on a category. */
export function taxesOn(rows: readonly TaxRow[], category: string, included: boolean): TaxRate[] {
  return rows
    .filter((row) => row.category === null || row.category === category)
    .map((row) => ({
      name: row.name,
      jurisdiction: row.jurisdiction ?? jurisdictionOf(row),
      ratePercent: row.ratePercent,
      included,
      amountMinor: null,
    }));
}

function jurisdictionOf({ country, region: where }: TaxRow): string {
  return where === null ? country : `${country}-${where.toUpperCase()}`;
}
