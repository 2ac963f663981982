/** One measured figure, beside what the same machine could do at best in the same run. */
export interface Figure {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  readonly ceiling?: { readonly name: string; readonly value: number };
  readonly note?: string;
}

/** Figures that belong together. */
export interface Section {
  readonly name: string;
  readonly title: string;
  readonly figures: readonly Figure[];
  /** How to read them. */
  readonly remarks: readonly string[];
}

/** A number with as many digits as it is good for. */
export function number(value: number): string {
  if (!Number.isFinite(value)) return '–';
  const digits = Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 10 ? 1 : 2;
  return value.toLocaleString('en-GB', { maximumFractionDigits: digits });
}
