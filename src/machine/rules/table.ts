import { goodsRules } from './goods-rules.ts';
import { lifeRules } from './life-rules.ts';
import { moneyRules } from './money-rules.ts';
import { parcelRules } from './parcel-rules.ts';
import type { Rule } from './rule.ts';

/** Every rule that can refuse a request. `admit`, `explain`, `allowedEvents` and the documentation read this table. */
export const rules: readonly Rule[] = [...lifeRules, ...moneyRules, ...goodsRules, ...parcelRules];
