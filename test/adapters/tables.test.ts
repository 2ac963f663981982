import {
  createDiscountTable,
  createTaxTable,
  type DiscountTableRow,
  type TaxTableOptions,
} from 'statecart/adapters/tables';
import type { DiscountRequest, PricedGoods, TaxRequest } from 'statecart/ports';
import { describe, expect, test } from 'vitest';

const at = Date.UTC(2026, 6, 1);
const call = { signal: new AbortController().signal };
const address = (country: string, region: string | null = null) => ({
  customerAddressId: null,
  name: 'Ada',
  company: null,
  line1: 'Main Street 1',
  line2: null,
  city: 'City',
  region,
  postalCode: null,
  country,
  phone: null,
});
const goods = (sku: string, changes: Partial<PricedGoods> = {}): PricedGoods => ({
  lineId: sku.toLowerCase(),
  productId: `p-${sku.toLowerCase()}`,
  sku,
  kind: 'physical',
  quantity: 1,
  unitPriceMinor: 1_000,
  metadata: {},
  ...changes,
});
const occasion = {
  currency: 'EUR',
  customer: null,
  shippingAddress: address('DE'),
  billingAddress: null,
  at,
  placing: true,
};

describe('the tax table', () => {
  const german: TaxTableOptions = {
    rates: [
      { country: 'DE', name: 'USt.', ratePercent: '19' },
      { country: 'DE', name: 'USt.', ratePercent: '7', category: 'books' },
      { country: 'FR', name: 'TVA', ratePercent: '20' },
    ],
    categories: { BOOK: 'books' },
    pricesIncludeTax: ['DE'],
  };
  const request = (changes: Partial<TaxRequest> = {}, ...lines: readonly PricedGoods[]): TaxRequest => ({
    ...occasion,
    lines: (lines.length === 0 ? [goods('MUG'), goods('BOOK')] : lines).map((line) => ({
      ...line,
      discountMinor: 0,
      priceMinor: line.unitPriceMinor * line.quantity,
    })),
    shippingMinor: 490,
    ...changes,
  });
  /** `USt. 19 in`, `TVA 20 on`: what each line is taxed with. */
  const rates = async (options: TaxTableOptions, asked: TaxRequest) =>
    (await createTaxTable(options).rates(asked, call)).lines.map(({ taxes }) =>
      taxes
        .map((tax) => `${tax.jurisdiction} ${tax.name} ${tax.ratePercent} ${tax.included ? 'in' : 'on'}`)
        .join(' + '),
    );

  test('goes by where the goods go and what they are, and by country whether it is in the price', async () => {
    expect(await rates(german, request())).toEqual(['DE USt. 19 in', 'DE USt. 7 in']);
    expect(await rates(german, request({ shippingAddress: address('FR') }))).toEqual(['FR TVA 20 on', '']);
    expect(await rates(german, request({ shippingAddress: address('US') }))).toEqual(['', '']);
  });

  test('taxes at the billing address what is not sent, and at the origin what has no address yet', async () => {
    const nowhere = { shippingAddress: null };
    expect(
      await rates(german, request({ ...nowhere, billingAddress: address('FR') }, goods('SONG'))),
    ).toEqual(['FR TVA 20 on']);
    expect(await rates(german, request(nowhere, goods('SONG')))).toEqual([]);
    expect(await rates({ ...german, origin: { country: 'DE' } }, request(nowhere, goods('SONG')))).toEqual([
      'DE USt. 19 in',
    ]);
  });

  /** Germany lowered its rate from 19 % to 16 % from 1 July to 31 December 2020 (Zweites Corona-Steuerhilfegesetz, § 28 UStG). */
  test('goes by the day: the first moment of `from` is in, that of `until` is out', async () => {
    const options: TaxTableOptions = {
      rates: [
        { country: 'DE', name: 'USt.', ratePercent: '19', until: '2020-07-01' },
        { country: 'DE', name: 'USt.', ratePercent: '16', from: '2020-07-01', until: '2021-01-01' },
        { country: 'DE', name: 'USt.', ratePercent: '19', from: Date.UTC(2021, 0, 1) },
      ],
    };
    const on = async (moment: number) => (await rates(options, request({ at: moment }, goods('MUG'))))[0];
    expect(await on(Date.UTC(2020, 6, 1) - 1)).toBe('DE USt. 19 on');
    expect(await on(Date.UTC(2020, 6, 1))).toBe('DE USt. 16 on');
    expect(await on(Date.UTC(2021, 0, 1) - 1)).toBe('DE USt. 16 on');
    expect(await on(Date.UTC(2021, 0, 1))).toBe('DE USt. 19 on');
  });

  /** Canada: GST of 5 %, in Quebec with QST of 9.975 %, in Ontario HST of 13 % instead (Canada Revenue Agency, GST/HST rates). */
  test('lists what is due together, and leaves a country out where a region has a tax of its own', async () => {
    const options: TaxTableOptions = {
      rates: [
        { country: 'CA', name: 'GST', ratePercent: '5', exceptRegions: ['ON'] },
        { country: 'CA', region: 'QC', name: 'QST', ratePercent: '9.975' },
        { country: 'CA', region: 'ON', name: 'HST', ratePercent: '13' },
      ],
    };
    const to = async (region: string | null) =>
      (await rates(options, request({ shippingAddress: address('CA', region) }, goods('MUG'))))[0];
    expect(await to('qc')).toBe('CA GST 5 on + CA-QC QST 9.975 on');
    expect(await to('ON')).toBe('CA-ON HST 13 on');
    expect(await to('BC')).toBe('CA GST 5 on');
    expect(await to(null)).toBe('CA GST 5 on');
  });

  test('taxes delivery as the goods, or by a category of its own', async () => {
    const shipping = async (options: TaxTableOptions) =>
      (await createTaxTable(options).rates(request(), call)).shipping;
    expect(await shipping(german)).toBe('apportioned');
    expect(await shipping({ ...german, shipping: { category: 'books' } })).toMatchObject([
      { ratePercent: '7' },
    ]);
  });

  test('knows a row for everything, and a function for what goods are', async () => {
    const options: TaxTableOptions = {
      rates: [
        { country: 'US', region: 'NY', name: 'state', ratePercent: '4', category: null },
        { country: 'US', region: 'NY', name: 'city', ratePercent: '4.5', category: 'clothing' },
      ],
      categories: ({ metadata }) => (metadata['clothes'] === true ? 'clothing' : undefined),
    };
    const asked = request(
      { shippingAddress: address('US', 'NY') },
      goods('COAT', { metadata: { clothes: true } }),
      goods('MUG'),
    );
    expect(await rates(options, asked)).toEqual(['US-NY state 4 on + US-NY city 4.5 on', 'US-NY state 4 on']);
  });

  test('refuses what it does not know only when it is told to, and only when the order is placed', async () => {
    const strict = createTaxTable({ ...german, unmatched: 'refuse' });
    const abroad = { shippingAddress: address('US') };
    const problems = async (placing: boolean) =>
      (await strict.rates(request({ ...abroad, placing }), call)).problems;
    expect(await problems(false)).toEqual([]);
    expect((await problems(true))?.map(({ path, code }) => [path, code])).toEqual([
      ['lines[0].sku', 'tax_unknown'],
      ['lines[1].sku', 'tax_unknown'],
    ]);
    const free: TaxTableOptions = {
      ...german,
      unmatched: 'refuse',
      rates: [{ country: 'US', name: 'none', ratePercent: '0', category: null }],
    };
    expect((await createTaxTable(free).rates(request(abroad), call)).problems).toEqual([]);
  });

  test('lets those be exempt whom the shop says are', async () => {
    const options: TaxTableOptions = {
      ...german,
      exempt: ({ billingAddress }) => billingAddress?.company === 'ACME',
    };
    const business = { billingAddress: { ...address('DE'), company: 'ACME' } };
    expect(await createTaxTable(options).rates(request(business), call)).toEqual({ lines: [], shipping: [] });
    expect(await rates(options, request())).toEqual(['DE USt. 19 in', 'DE USt. 7 in']);
  });

  test('is checked when it is made: every row that is wrong is named', () => {
    const wrong: TaxTableOptions = {
      rates: [
        { country: 'Germany', name: 'USt.', ratePercent: '19 %' },
        { country: 'DE', name: 'USt.', ratePercent: '19', from: '2021-01-01', until: '2020-01-01' },
      ],
    };
    expect(() => createTaxTable(wrong)).toThrow(
      expect.objectContaining({
        code: 'VALIDATION_FAILED',
        problems: [
          expect.objectContaining({ path: 'rates[0].country' }),
          expect.objectContaining({ path: 'rates[0].ratePercent' }),
          expect.objectContaining({ path: 'rates[1].until' }),
        ],
      }),
    );
  });
});

describe('the discount table', () => {
  const percent = (ratePercent: string) => ({ kind: 'percentage', ratePercent }) as const;
  const row = (id: string, changes: Partial<DiscountTableRow> = {}): DiscountTableRow => ({
    id,
    name: id,
    scope: 'order',
    value: percent('10'),
    ...changes,
  });
  const request = (codes: readonly string[], changes: Partial<DiscountRequest> = {}): DiscountRequest => ({
    ...occasion,
    codes,
    lines: [goods('MUG', { quantity: 2 }), goods('HAT')],
    shippingMinor: 490,
    ...changes,
  });
  const ask = async (rows: readonly DiscountTableRow[], asked: DiscountRequest) => {
    const { discounts, rejected = [] } = await createDiscountTable({ discounts: rows }).offers(asked, call);
    return {
      taken: discounts.map(({ id }) => id),
      rejected: rejected.map(({ code, reason }) => `${code} ${reason}`),
      discounts,
    };
  };

  test('gives what comes by itself, then the codes as they were given, in any case', async () => {
    const rows = [
      row('two', { code: 'TWO' }),
      row('auto'),
      row('one', { code: 'One' }),
      row('other', { code: 'OTHER' }),
    ];
    expect((await ask(rows, request(['ONE', 'two']))).taken).toEqual(['auto', 'one', 'two']);
  });

  test('says of each code what is wrong with it', async () => {
    const rows = [
      row('soon', { code: 'SOON', from: '2026-07-02' }),
      row('late', { code: 'LATE', until: '2026-07-01' }),
      row('pots', { code: 'POTS', skus: ['POT'] }),
      row('yen', { code: 'YEN', currency: 'JPY', value: { kind: 'fixed', amountMinor: 100 } }),
      row('big', { code: 'BIG', currency: 'EUR', minimum: { subtotalMinor: 3_001 } }),
      row('many', { code: 'MANY', minimum: { quantity: 4 } }),
      row('good', { code: 'GOOD', currency: 'EUR', minimum: { subtotalMinor: 3_000, quantity: 3 } }),
    ];
    const codes = ['NONE', 'SOON', 'LATE', 'POTS', 'YEN', 'BIG', 'MANY', 'GOOD'];
    const { taken, rejected } = await ask(rows, request(codes));
    expect(taken).toEqual(['good']);
    expect(rejected).toEqual([
      'NONE unknown',
      'SOON not_started',
      'LATE expired',
      'POTS not_applicable',
      'YEN not_applicable',
      'BIG minimum_not_reached',
      'MANY minimum_not_reached',
    ]);
  });

  test('names the lines that it is for, by SKU or by product, and measures the minimum on them alone', async () => {
    const rows = [
      row('hats', { productIds: ['p-hat'], skus: ['CAP'] }),
      row('mugs', { code: 'MUGS', skus: ['MUG'], currency: 'EUR', minimum: { subtotalMinor: 2_001 } }),
      row('all', { code: 'ALL' }),
    ];
    const { discounts, rejected } = await ask(rows, request(['MUGS', 'ALL']));
    expect(discounts.map(({ id, lineIds }) => [id, lineIds])).toEqual([
      ['hats', ['hat']],
      ['all', null],
    ]);
    expect(rejected).toEqual(['MUGS minimum_not_reached']);
  });

  test('a code may stand for several rows, and is good if one of them fits', async () => {
    const rows = [
      row('pots', { code: 'X', skus: ['POT'] }),
      row('post', { code: 'X', scope: 'shipping', value: percent('100') }),
    ];
    expect(await ask(rows, request(['X']))).toMatchObject({ taken: ['post'], rejected: [] });
  });

  test('one that stands alone, as a code, is good as the first, and leaves nothing for others', async () => {
    const rows = [row('auto'), row('alone', { code: 'ALONE', alone: true }), row('more', { code: 'MORE' })];
    expect(await ask(rows, request(['ALONE', 'MORE']))).toMatchObject({
      taken: ['alone'],
      rejected: ['MORE not_combinable'],
    });
    expect(await ask(rows, request(['MORE', 'ALONE']))).toMatchObject({
      taken: ['auto', 'more'],
      rejected: ['ALONE not_combinable'],
    });
  });

  test('one that stands alone and comes by itself is taken if there is nothing else: the first in the table', async () => {
    const rows = [
      row('first', { alone: true }),
      row('second', { alone: true }),
      row('more', { code: 'MORE' }),
    ];
    expect((await ask(rows, request([]))).taken).toEqual(['first']);
    expect((await ask(rows, request(['MORE']))).taken).toEqual(['more']);
    expect((await ask([...rows, row('together')], request([]))).taken).toEqual(['together']);
  });

  test('is checked when it is made: every row that is wrong is named', () => {
    const rows = [
      row('a', { value: percent('101') }),
      row('b', { value: { kind: 'fixed', amountMinor: 100 } }),
      row('c', { minimum: { subtotalMinor: 1 } }),
      row('d', { value: percent('200/3') }),
    ];
    expect(() => createDiscountTable({ discounts: rows })).toThrow(
      expect.objectContaining({
        code: 'VALIDATION_FAILED',
        problems: [
          expect.objectContaining({ path: 'discounts[0].value.ratePercent' }),
          expect.objectContaining({ path: 'discounts[1].currency' }),
          expect.objectContaining({ path: 'discounts[2].currency' }),
        ],
      }),
    );
    expect(() => createDiscountTable({ discounts: [row('a'), row('a')] })).toThrow(
      'must give each row an id of its own',
    );
  });
});
