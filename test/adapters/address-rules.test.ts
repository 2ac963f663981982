import { countryCodes, countryRule, createAddressRules, isCountryCode } from 'statecart/adapters/rules';
import type { AddressAnswer, AddressRequest } from 'statecart/ports';
import { describe, expect, it } from 'vitest';
import { misprints, postalCodeExamples } from './postal-code-examples.ts';

const ada: AddressRequest = {
  customerAddressId: null,
  name: 'Ada Lovelace',
  company: null,
  line1: 'Unter den Linden 1',
  line2: null,
  city: 'Berlin',
  region: null,
  postalCode: '10117',
  country: 'DE',
  phone: null,
};
const call = { signal: new AbortController().signal };
const rules = createAddressRules();
const look = (changes: Partial<AddressRequest>, by = rules): Promise<AddressAnswer> =>
  by.validate({ ...ada, ...changes }, call);
const problems = async (changes: Partial<AddressRequest>, by = rules) => {
  const answer = await look(changes, by);
  return answer.status === 'valid' ? [] : answer.problems.map(({ field, code }) => `${field} ${code}`);
};
const postalCode = async (country: string, code: string) => {
  const answer = await look({ country, postalCode: code, region: 'XX' });
  return answer.status === 'valid' ? answer.address.postalCode : answer.problems.map((one) => one.code);
};

describe('the countries', () => {
  it('are the 249 of ISO 3166-1, and no other code is one', () => {
    expect(countryCodes).toHaveLength(249);
    expect(countryCodes.every((code) => /^[A-Z]{2}$/.test(code))).toBe(true);
    for (const code of ['DE', 'TW', 'AQ', 'SS', 'CW', 'BQ', 'AX']) expect(isCountryCode(code)).toBe(true);
    for (const code of ['UK', 'EU', 'XK', 'AN', 'SU', 'ZZ', 'de', 'constructor', ''])
      expect(isCountryCode(code)).toBe(false);
  });

  it('of which there is none are refused, and nothing else is said of the address then', async () => {
    expect(await problems({ country: 'UK', postalCode: 'nonsense' })).toEqual(['country country_unknown']);
  });
});

describe('postal codes', () => {
  it('of the published examples are taken in each country, but for misprints of the source', async () => {
    const refused: string[] = [];
    let looked = 0;
    for (const [country, examples] of Object.entries(postalCodeExamples))
      for (const example of examples.split(',')) {
        looked += 1;
        const code = await postalCode(country, example);
        if (typeof code !== 'string') refused.push(`${country} ${example}`);
      }
    expect(looked).toBeGreaterThan(400);
    expect(refused).toEqual(misprints);
  });

  it.each([
    ['GB', 'sw1a1aa', 'SW1A 1AA'],
    ['GB', ' m2  5bq ', 'M2 5BQ'],
    ['NL', '1234ab', '1234 AB'],
    ['SE', '11455', '114 55'],
    ['SE', 'SE-114 55', '114 55'],
    ['PL', '00950', '00-950'],
    ['JP', '1540023', '154-0023'],
    ['CA', 'h3z2y7', 'H3Z 2Y7'],
    ['US', '95014', '95014'],
    ['US', '221621010', '22162-1010'],
    ['LV', '1073', 'LV-1073'],
    ['DE', 'D-10117', '10117'],
    ['AT', 'A-1010', '1010'],
    ['FR', '33 380', '33380'],
    ['IE', 'd02af30', 'D02 AF30'],
    ['BR', '70002900', '70002-900'],
  ])('of %s: %j is written %j', async (country, given, written) => {
    expect(await postalCode(country, given)).toBe(written);
    expect(await postalCode(country, written)).toBe(written);
  });

  it.each([
    ['DE', '1011'],
    ['DE', '101171'],
    ['DE', '1O117'],
    ['GB', '10117'],
    ['US', '9501'],
    ['US', '95014-1'],
    ['NL', '1234 A1'],
    ['DE', '１０１１７'],
    ['MC', '75001'],
  ])('of %s: %j is none', async (country, given) => {
    expect(await postalCode(country, given)).toEqual(['postal_code_malformed']);
  });

  it('are not looked at where there are none, and may be left out where they need not be', async () => {
    expect(await postalCode('AE', 'po box 7')).toBe('PO BOX 7');
    expect(await problems({ country: 'HK', region: 'Kowloon', postalCode: null })).toEqual([]);
    expect(await problems({ country: 'CL', postalCode: null })).toEqual([]);
    expect(await problems({ postalCode: null })).toEqual(['postalCode postal_code_missing']);
  });

  it('that are wrong are answered with how right ones look', async () => {
    const answer = await look({ country: 'NL', postalCode: '12' });
    expect(answer).toMatchObject({
      problems: [{ message: '"12" is no postal code of NL, such as 1234 AB' }],
    });
  });
});

describe('an address', () => {
  it('comes back in its usual form, and the same again', async () => {
    const untidy = {
      customerAddressId: 'home',
      name: '  Ada\t Lovelace ',
      company: '   ',
      line1: 'Cafe\u0301\u00a0Street\r\n1',
      line2: '',
      city: ' Toronto',
      region: 'on',
      postalCode: 'm5v3l9',
      country: 'CA',
      phone: ' +1  416 0000000 ',
    };
    const address = {
      customerAddressId: 'home',
      name: 'Ada Lovelace',
      company: null,
      line1: 'Café Street 1',
      line2: null,
      city: 'Toronto',
      region: 'ON',
      postalCode: 'M5V 3L9',
      country: 'CA',
      phone: '+1 416 0000000',
    };
    expect(await look(untidy)).toEqual({ status: 'valid', address });
    expect(await look(address)).toEqual({ status: 'valid', address });
  });

  it('is told everything that is wrong with it at once', async () => {
    const wrong = { name: ' ', line1: '\u0000\n', city: '', country: 'US', postalCode: 'x', region: ' ' };
    expect(await problems(wrong)).toEqual([
      'name field_empty',
      'line1 field_empty',
      'city field_empty',
      'region region_missing',
      'postalCode postal_code_malformed',
    ]);
  });

  it('keeps names in whatever script and case they are written', async () => {
    const answer = await look({ name: 'GRÜẞE van der Ærø 山田', city: 'Łódź', line2: 'ул. 1' });
    expect(answer).toMatchObject({
      address: { name: 'GRÜẞE van der Ærø 山田', city: 'Łódź', line2: 'ул. 1' },
    });
  });
});

describe('the rules', () => {
  it('can be read, and held otherwise for a country, which leaves the others as they are', async () => {
    expect(countryRule('ES')).toEqual({ required: ['region', 'postalCode'], postalCodes: ['#####'] });
    const spain = { country: 'ES', postalCode: '28039' };
    expect(await problems(spain)).toEqual(['region region_missing']);
    const own = createAddressRules({ countries: { ES: { required: ['postalCode'] } } });
    expect(await problems(spain, own)).toEqual([]);
    expect(await problems({ ...spain, postalCode: '28' }, own)).toEqual(['postalCode postal_code_malformed']);
    expect(await problems({ country: 'IT', postalCode: '00144' }, own)).toEqual(['region region_missing']);
  });

  it('of a country that there is not are an error', () => {
    expect(() => createAddressRules({ countries: { UK: {} } })).toThrow(
      expect.objectContaining({ code: 'OPTIONS_INVALID', details: { countries: ['UK'] } }),
    );
  });
});
