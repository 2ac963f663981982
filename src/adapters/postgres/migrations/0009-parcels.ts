import type { Migration } from './migration.ts';

const added = [
  'service',
  'tracking_url',
  'estimated_delivery_at',
  'received_back_at',
  'sellable',
  'attempts',
  'exceptions',
  'settlement',
  'scanned_at',
  'heard_at',
  'scan_id',
] as const;

/**
 * What version 2 of the statechart knows of parcels, and the journal of their scans. Every column has a default: code of the
 * version before still writes.
 */
export const migration0009: Migration = {
  version: 9,
  name: 'parcels',
  up: (s) => [
    `alter table ${s}.orders
      add column shipping_method jsonb check (jsonb_typeof(shipping_method) = 'object')`,
    `alter table ${s}.order_shipments
      add column service text,
      add column tracking_url text,
      add column estimated_delivery_at timestamptz,
      add column received_back_at timestamptz,
      add column sellable jsonb not null default '[]' check (jsonb_typeof(sellable) = 'array'),
      add column attempts integer not null default 0 check (attempts >= 0),
      add column exceptions jsonb not null default '[]' check (jsonb_typeof(exceptions) = 'array'),
      add column settlement text check (settlement in ('replaced', 'written_off', 'taken_back')),
      add column scanned_at timestamptz,
      add column heard_at timestamptz,
      add column scan_id text`,
    `create table ${s}.order_shipment_scans (
      order_id uuid not null references ${s}.orders on delete cascade,
      shipment_id text not null check (shipment_id <> ''),
      scan_id text not null check (scan_id <> ''),
      version integer not null check (version >= 1),
      status text not null check (status <> ''),
      code text,
      vocabulary text,
      carrier_status text,
      carrier_detail text,
      message text,
      location jsonb check (jsonb_typeof(location) = 'object'),
      estimated_delivery_at timestamptz,
      occurred_at timestamptz not null,
      received_at timestamptz not null,
      primary key (order_id, shipment_id, scan_id)
    )`,
    `create trigger append_only before update or delete on ${s}.order_shipment_scans for each row execute function ${s}.append_only()`,
    `create trigger append_only_truncate before truncate on ${s}.order_shipment_scans for each statement execute function ${s}.append_only()`,
  ],
  down: (s) => [
    `drop table ${s}.order_shipment_scans`,
    `alter table ${s}.order_shipments ${added.map((column) => `drop column ${column}`).join(', ')}`,
    `alter table ${s}.orders drop column shipping_method`,
  ],
};
