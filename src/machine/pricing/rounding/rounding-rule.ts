/** What lies between an exact amount and the last minor unit towards zero: more than nothing, and less than one. */
interface Remainder {
  /** Below zero: less than half a minor unit; zero: just half; above: more. */
  readonly half: number;
  /** Whether that last minor unit is an odd number. */
  readonly odd: boolean;
}

/** Says whether an amount with a remainder goes on to the next minor unit, away from zero. */
export type RoundingRule = (remainder: Remainder) => boolean;
