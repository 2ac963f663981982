import type { RoundingRule } from './rounding-rule.ts';

/** Any remainder goes away from zero: 2.1 is 3, −2.1 is −3. */
export const up: RoundingRule = () => true;
