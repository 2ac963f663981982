export { type AddressRulesOptions, createAddressRules } from './addresses/address-rules.ts';
export {
  type CountryCode,
  type CountryRule,
  countryCodes,
  countryRule,
  isCountryCode,
  type RequiredField,
} from './addresses/countries.ts';
export { blockedCountries, blockedDomains, blockedEmails, blockedSkus } from './risk/blocklists.ts';
export { defaultRiskRules } from './risk/default-rules.ts';
export {
  type AmountByCurrency,
  amountAbove,
  countryMismatch,
  firstOrderAbove,
  type RiskRuleNaming,
} from './risk/order-risk.ts';
export type { RiskRule, RiskWeight } from './risk/risk-rule.ts';
export {
  createRiskRules,
  type RiskAssessment,
  type RiskRules,
  type RiskRulesOptions,
} from './risk/risk-rules.ts';
export { manyAmount, manyEnded, manyOrders, samePayment } from './risk/velocity.ts';
