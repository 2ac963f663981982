import type { Migration } from './migration.ts';

const amount = (column: string) => `add column ${column} bigint not null default 0 check (${column} >= 0)`;
const list = (column: string) =>
  `add column ${column} jsonb not null default '[]' check (jsonb_typeof(${column}) = 'array')`;

/**
 * What version 2 of the statechart knows of prices. Every column has a default: code of the version before still writes.
 * With the defaults, the constraints say what they said before.
 */
export const migration0004: Migration = {
  version: 4,
  name: 'prices',
  up: (s) => [
    `alter table ${s}.order_items ${amount('included_tax_minor')}, ${list('discounts')}, ${list('taxes')},
      drop constraint total_adds_up,
      add constraint total_adds_up check (
        total_minor = unit_price_minor::numeric * quantity - discount_minor + tax_minor - included_tax_minor
      ),
      add constraint included_tax_is_tax check (included_tax_minor <= tax_minor)`,
    `alter table ${s}.orders ${amount('included_tax_minor')}, ${amount('shipping_discount_minor')},
      ${amount('shipping_included_tax_minor')}, ${list('shipping_discounts')}, ${list('shipping_taxes')},
      ${list('discounts')}, ${list('discount_codes')},
      add column presentment_currency text check (presentment_currency ~ '^[A-Z]{3}$'),
      add column presentment_rate text check (presentment_rate <> ''),
      add column presentment_total_minor bigint check (presentment_total_minor between 0 and 9007199254740991),
      drop constraint totals_add_up,
      add constraint totals_add_up check (
        total_minor = subtotal_minor::numeric - discount_minor + tax_minor - included_tax_minor + shipping_minor
      ),
      add constraint included_tax_is_tax check (included_tax_minor <= tax_minor),
      add constraint shipping_included_tax_is_tax check (
        shipping_included_tax_minor <= shipping_tax_minor and shipping_included_tax_minor <= included_tax_minor
      ),
      add constraint shipping_discount_fits check (
        shipping_discount_minor <= shipping_minor and shipping_discount_minor <= discount_minor
      ),
      add constraint presentment_complete check (
        num_nulls(presentment_currency, presentment_rate, presentment_total_minor) in (0, 3)
      )`,
  ],
  // Without the column, a price that holds its tax could not be told from one that does not add up.
  down: (s) => [
    `do $$ begin
      if exists (select from ${s}.orders where included_tax_minor > 0 or shipping_included_tax_minor > 0) then
        raise exception 'The schema can''t go below version 4: there are orders whose prices hold their tax, and version 3 can''t say so. Keep version 4, or move those orders away first.';
      end if;
    end $$`,
    `alter table ${s}.orders
      drop constraint totals_add_up, drop constraint included_tax_is_tax, drop constraint shipping_included_tax_is_tax,
      drop constraint shipping_discount_fits, drop constraint presentment_complete,
      drop column included_tax_minor, drop column shipping_discount_minor, drop column shipping_included_tax_minor,
      drop column shipping_discounts, drop column shipping_taxes, drop column discounts, drop column discount_codes,
      drop column presentment_currency, drop column presentment_rate, drop column presentment_total_minor,
      add constraint totals_add_up check (
        total_minor = subtotal_minor::numeric - discount_minor + tax_minor + shipping_minor
      )`,
    `alter table ${s}.order_items
      drop constraint total_adds_up, drop constraint included_tax_is_tax,
      drop column included_tax_minor, drop column discounts, drop column taxes,
      add constraint total_adds_up check (
        total_minor = unit_price_minor::numeric * quantity - discount_minor + tax_minor
      )`,
  ],
};
