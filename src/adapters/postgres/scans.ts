import type { ScanRecord } from '../../machine/index.ts';
import { type ScanRow, scanOf, shipmentScans } from './commit/append-scans.ts';
import type { Session } from './session.ts';
import { jsonRows, uuids } from './sql.ts';
import { selectList } from './tables/table.ts';

/** The scans of an order's parcels, in the order in which they happened. */
export async function readScans(session: Session, orderId: string): Promise<readonly ScanRecord[]> {
  const [page] = await jsonRows<readonly ScanRow[]>(
    session,
    `select coalesce(json_agg(r order by r.occurred_at, r.version), '[]')::text as json from (
       select ${selectList(shipmentScans, 's')} from ${session.schema}.order_shipment_scans s
       where s.order_id = any($1::uuid[])) r`,
    [uuids([orderId])],
  );
  return page!.map(scanOf);
}
