import type { FactType } from '../../../machine/index.ts';
import type { ShippingAnswer } from '../../../ports/index.ts';
import { payOut } from '../payments/collection.ts';
import type { BookTable } from '../simulation/books.ts';
import type { Outside, Report } from '../simulation/outside.ts';
import { tell } from '../simulation/telling.ts';
import type { ParcelFate, ParcelRow, ParcelStage } from './carrier-book.ts';

const step = 'shipping.step';

/** How long each step of a parcel takes, in milliseconds. */
export interface ParcelPace {
  /** From the label to the departure. @defaultValue 1000 */
  readonly dispatchMs?: number;
  /** From the departure to the first scan. @defaultValue 1000 */
  readonly transitMs?: number;
  /** From the first scan to the door, or to whatever becomes of it. @defaultValue 1000 */
  readonly deliveryMs?: number;
}

/** What becomes of a parcel that is on its way, and what comes after that. */
const course = {
  delivered: ['delivered', null],
  exception: ['exception', 'delivered'],
  lost: ['lost', null],
  turned_up: ['lost', 'delivered'],
  returned_to_sender: ['returned_to_sender', null],
  received_back: ['returned_to_sender', 'received_back'],
  damaged: ['damaged', null],
} as const satisfies Record<ParcelFate, readonly [ParcelStage, ParcelStage | null]>;

/** Those who carry parcels, step by step, by themselves. */
export interface Carrier {
  /** How long a parcel takes from its label to the door, in milliseconds. */
  readonly wayMs: number;
  begin(shipmentId: string): void;
  /** Stops a parcel that has not left; one that has is called back only if `callBack` says so. */
  stop(shipmentId: string, callBack: boolean): ShippingAnswer;
}

/** Makes a carrier over its book. */
export function createCarrier(
  outside: Outside,
  rows: BookTable<ParcelRow>,
  options: { readonly autopilot?: boolean; readonly pace?: ParcelPace },
): Carrier {
  const { agenda, clock } = outside;
  const { dispatchMs = 1_000, transitMs = 1_000, deliveryMs = 1_000 } = options.pace ?? {};

  const goOn = (shipmentId: string, delayMs: number) => {
    if (options.autopilot === false) return;
    agenda.schedule({ kind: step, group: shipmentId, delayMs, data: { shipmentId } });
  };
  const scanned = (row: ParcelRow, stage: ParcelStage): ParcelRow => ({
    ...row,
    stage,
    scans: [...row.scans, { stage, at: clock.now() }],
  });
  const report = (row: ParcelRow, type: FactType & `shipment.${string}`): Report<FactType> => {
    const { shipmentId, orderId, code } = row;
    const data = type === 'shipment.exception' ? { shipmentId, code, reason: null } : { shipmentId };
    return { source: 'shipping', type, orderId, data } as Report<FactType>;
  };
  const enter = (row: ParcelRow, type: FactType & `shipment.${string}`, last = false) => {
    rows.put(row.shipmentId, { ...row, telling: tell(outside, row.telling, report(row, type), last) });
    if (type === 'shipment.delivered' && row.collect !== null && row.collects)
      payOut(outside, row.orderId, row.reference, row.collect);
  };

  agenda.on<{ shipmentId: string }>(step, (data) => {
    const row = rows.get(data.shipmentId);
    if (row === undefined) return;
    switch (row.stage) {
      case 'created':
        enter({ ...scanned(row, 'dispatched'), left: true }, 'shipment.dispatched');
        return goOn(row.shipmentId, transitMs);
      case 'dispatched':
        enter(scanned(row, 'in_transit'), 'shipment.in_transit');
        return goOn(row.shipmentId, deliveryMs);
      case 'in_transit': {
        const [first, after] = course[row.fate];
        enter(scanned(row, first), `shipment.${first}`, after === null);
        return after === null ? undefined : goOn(row.shipmentId, deliveryMs);
      }
      case 'exception':
      case 'returned_to_sender':
      case 'lost': {
        const [, after] = course[row.fate];
        return after === null ? undefined : enter(scanned(row, after), `shipment.${after}`, true);
      }
      case 'asked':
      case 'delivered':
      case 'received_back':
      case 'damaged':
      case 'cancelled':
      case 'failed':
        return;
    }
  });

  return {
    wayMs: dispatchMs + transitMs + deliveryMs,
    begin: (shipmentId) => goOn(shipmentId, dispatchMs),
    stop(shipmentId, callBack) {
      const row = rows.get(shipmentId);
      const rejected = (code: string): ShippingAnswer => ({ status: 'rejected', code, reason: null });
      if (row === undefined) return rejected('not_found');
      if (row.stage === 'cancelled' || row.stage === 'failed') return { status: 'cancelled' };
      if (row.refusesCancel) return rejected('cannot_be_stopped');
      const arrived = ['delivered', 'lost', 'returned_to_sender', 'received_back', 'damaged'].includes(
        row.stage,
      );
      if (arrived) return rejected(`already_${row.stage}`);
      if (row.left && !callBack) return rejected('already_dispatched');
      agenda.cancel(step, shipmentId);
      agenda.cancel('shipping.settle', shipmentId);
      rows.put(shipmentId, scanned(row, 'cancelled'));
      return { status: 'cancelled' };
    },
  };
}
