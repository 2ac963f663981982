import { OrderError } from '../../../errors/index.ts';
import { eventParts } from '../../../machine/index.ts';
import {
  type AddressAnswer,
  type AddressPort,
  type AddressRequest,
  addressFields,
} from '../../../ports/index.ts';
import { type CountryRule, countryRule, isCountryCode } from './countries.ts';
import { exampleOf, shaped } from './postal-code.ts';

/** What address rules are made from. */
export interface AddressRulesOptions {
  /**
   * Rules of countries that are to hold instead of the published ones, by code: `{ ES: { required: ['postalCode'] } }`. What
   * is left out of a rule stays.
   * @defaultValue the published rules
   */
  readonly countries?: { readonly [code: string]: Partial<CountryRule> };
}

const { maxText } = eventParts;

type Problem = Extract<AddressAnswer, { status: 'invalid' }>['problems'][number];

/**
 * Looks at addresses by published rules, without a network: the country is one of ISO 3166-1, the fields that it needs are
 * there, the postal code has a shape of the country. It knows no streets: whether somebody lives there it can't say.
 *
 * What is right comes back in its usual form: without needless space, in Unicode's NFC, short region codes and postal codes
 * in capitals and with the space or hyphen that belongs there. An empty optional field is `null`.
 *
 * Codes of problems: `country_unknown`, `field_empty`, `field_too_long`, `region_missing`, `postal_code_missing`, `postal_code_malformed`.
 *
 * @throws OrderError `OPTIONS_INVALID` for a rule of a country that there is not.
 * @example
 * import { createOrders } from 'statecart';
 * import { createAddressRules } from 'statecart/adapters/rules';
 * const address = createAddressRules({ countries: { ES: { required: ['postalCode'] } } });
 * const orders = createOrders({ store, ports: { ...ports, address } });
 */
export function createAddressRules({ countries = {} }: AddressRulesOptions = {}): AddressPort {
  const unknown = Object.keys(countries).filter((code) => !isCountryCode(code));
  if (unknown.length > 0) {
    throw new OrderError(
      'OPTIONS_INVALID',
      `${unknown.join(', ')} is no country code of ISO 3166-1. Use two letters in capitals, such as DE.`,
      { retry: 'afterFix', details: { countries: unknown } },
    );
  }
  return {
    async validate(address) {
      const plain = tidied(address);
      const problems = problemsOf(plain, countries);
      if (problems.length > 0) return { status: 'invalid', problems };
      const { postalCode, country } = plain;
      const written = postalCode === null ? null : inForm(postalCode, country, ruleOf(country, countries));
      return { status: 'valid', address: { ...plain, postalCode: written ?? null } };
    },
  };
}

type Overrides = NonNullable<AddressRulesOptions['countries']>;

function ruleOf(country: string, overrides: Overrides): CountryRule | undefined {
  if (!isCountryCode(country)) return undefined;
  return { ...countryRule(country), ...(Object.hasOwn(overrides, country) ? overrides[country] : {}) };
}

/** A postal code as it is written in its country; `undefined`: it is not one. */
function inForm(code: string, country: string, rule: CountryRule | undefined): string | undefined {
  if (rule === undefined || rule.postalCodes.length === 0) return code.toUpperCase();
  return shaped(code, rule.postalCodes, country);
}

function problemsOf(address: AddressRequest, overrides: Overrides): Problem[] {
  const { country, region, postalCode } = address;
  const problems: Problem[] = [];
  const add = (field: Problem['field'], code: string, message: string) =>
    problems.push({ field, code, message });
  for (const field of ['name', 'line1', 'city'] as const)
    if (address[field] === '') add(field, 'field_empty', 'must say something');
  for (const field of addressFields)
    if ((address[field]?.length ?? 0) > maxText)
      add(field, 'field_too_long', `must not be longer than ${maxText} characters in its usual form`);
  const rule = ruleOf(country, overrides);
  if (rule === undefined) {
    add('country', 'country_unknown', `"${shown(country)}" is no country code of ISO 3166-1, such as DE`);
    return problems;
  }
  if (region === null && rule.required.includes('region'))
    add('region', 'region_missing', `an address in ${country} needs a region (a state, a province)`);
  const such = `such as ${rule.postalCodes.map(exampleOf).join(' or ')}`;
  if (postalCode === null) {
    if (rule.required.includes('postalCode'))
      add('postalCode', 'postal_code_missing', `an address in ${country} needs a postal code, ${such}`);
  } else if (inForm(postalCode, country, rule) === undefined) {
    add(
      'postalCode',
      'postal_code_malformed',
      `"${shown(postalCode)}" is no postal code of ${country}, ${such}`,
    );
  }
  return problems;
}

/** As much of what somebody wrote as a message has room for. */
function shown(text: string): string {
  return text.length > 50 ? `${text.slice(0, 50).toWellFormed()}…` : text;
}

/** The address without what nobody means: needless space, control characters, letters in pieces, empty fields. */
function tidied(address: AddressRequest): AddressRequest {
  const region = optional(address.region);
  return {
    ...address,
    name: plain(address.name),
    company: optional(address.company),
    line1: plain(address.line1),
    line2: optional(address.line2),
    city: plain(address.city),
    region: region !== null && /^[a-z]{1,3}$/i.test(region) ? region.toUpperCase() : region,
    postalCode: optional(address.postalCode),
    country: plain(address.country).toUpperCase(),
    phone: optional(address.phone),
  };
}

function plain(text: string): string {
  return text
    .normalize('NFC')
    .replaceAll(/[\s\p{Cc}]+/gu, ' ')
    .trim();
}

function optional(text: string | null): string | null {
  const tidy = text === null ? '' : plain(text);
  return tidy === '' ? null : tidy;
}
