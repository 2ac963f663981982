import type { RiskRuleNaming } from './order-risk.ts';
import type { RiskRule } from './risk-rule.ts';

/** The customer's email is one of these, whatever its case. */
export function blockedEmails(
  emails: readonly string[],
  { id = 'blocked_email', weight = 'reject' }: RiskRuleNaming = {},
): RiskRule {
  const blocked = lowered(emails);
  return {
    id,
    about: 'The customer’s email is on the blocklist.',
    weight,
    settings: { emails },
    applies: ({ customer }) => blocked.has(customer?.email?.toLowerCase() ?? ''),
  };
}

/** The customer's email is of one of these domains, or of one below. */
export function blockedDomains(
  domains: readonly string[],
  { id = 'blocked_domain', weight = 'reject' }: RiskRuleNaming = {},
): RiskRule {
  const blocked = [...lowered(domains)];
  return {
    id,
    about: 'The domain of the customer’s email is on the blocklist.',
    weight,
    settings: { domains },
    applies: ({ customer }) => {
      const domain = customer?.email?.toLowerCase().split('@').at(-1);
      return domain !== undefined && blocked.some((one) => domain === one || domain.endsWith(`.${one}`));
    },
  };
}

/** Goods or the bill go to one of these countries. */
export function blockedCountries(
  countries: readonly string[],
  { id = 'blocked_country', weight = 'reject' }: RiskRuleNaming = {},
): RiskRule {
  const blocked = new Set(countries);
  return {
    id,
    about: 'Goods or the bill go to a country on the blocklist.',
    weight,
    settings: { countries },
    applies: ({ shippingAddress, billingAddress }) =>
      [shippingAddress, billingAddress].some((address) => address !== null && blocked.has(address.country)),
  };
}

/** One of these goods is ordered. */
export function blockedSkus(
  skus: readonly string[],
  { id = 'blocked_sku', weight = 'review' }: RiskRuleNaming = {},
): RiskRule {
  const blocked = new Set(skus);
  return {
    id,
    about: 'Goods are ordered that a person has to look at.',
    weight,
    settings: { skus },
    applies: ({ lines }) => lines.some(({ sku }) => blocked.has(sku)),
  };
}

function lowered(texts: readonly string[]): ReadonlySet<string> {
  return new Set(texts.map((text) => text.toLowerCase()));
}
