import { addressRules } from './address-rules.ts';
import { cancellationRules } from './cancellation-rules.ts';
import { goodsRules } from './goods-rules.ts';
import { lifeRules } from './life-rules.ts';
import { limitRules } from './limit-rules.ts';
import { moneyRules } from './money-rules.ts';
import { parcelRules } from './parcel-rules.ts';
import { paymentMethodRules } from './payment-method-rules.ts';
import { reviewRules } from './review-rules.ts';
import type { Rule } from './rule.ts';
import { stockRules } from './stock-rules.ts';

/** Every rule that can refuse a request. `admit`, `explain`, `allowedEvents` and the documentation read this table. */
export const rules: readonly Rule[] = [
  ...lifeRules,
  ...cancellationRules,
  ...moneyRules,
  ...goodsRules,
  ...parcelRules,
  ...addressRules,
  ...limitRules,
  ...paymentMethodRules,
  ...reviewRules,
  ...stockRules,
];
