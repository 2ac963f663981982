import type { EventPayloadInput, FactType } from '../../../machine/index.ts';
import type { FulfillmentAnswer } from '../../../ports/index.ts';
import type { BookTable } from '../simulation/books.ts';
import type { Outside } from '../simulation/outside.ts';
import type { Rule } from '../simulation/script.ts';
import { tell } from '../simulation/telling.ts';
import type { FulfillmentRow } from './fulfillment-book.ts';

const step = 'fulfillment.step';

/** How long each step of the pickers takes, in milliseconds. */
export interface PickingPace {
  /** Until picking begins. @defaultValue 1000 */
  readonly pickingMs?: number;
  /** From picking to packing. @defaultValue 1000 */
  readonly packingMs?: number;
  /** From packing to the first parcel. @defaultValue 1000 */
  readonly packedMs?: number;
  /** From parcel to parcel. @defaultValue 1000 */
  readonly parcelMs?: number;
}

/** Those who pick and pack, step by step, by themselves. */
export interface Pickers {
  begin(fulfillmentId: string): void;
  /** Stops before anything is packed, and says whether that was so. */
  stop(fulfillmentId: string): FulfillmentAnswer;
  /** Whether they are at it, or done with it. */
  isOpen(fulfillmentId: string): boolean;
}

/** Makes pickers over their book. */
export function createPickers(
  outside: Outside,
  rows: BookTable<FulfillmentRow>,
  options: { readonly autopilot?: boolean; readonly pace?: PickingPace },
): Pickers {
  const { agenda, clock } = outside;
  const { pickingMs = 1_000, packingMs = 1_000, packedMs = 1_000, parcelMs = 1_000 } = options.pace ?? {};

  const goOn = (fulfillmentId: string, delayMs: number) => {
    if (options.autopilot === false) return;
    agenda.schedule({ kind: step, group: fulfillmentId, delayMs, data: { fulfillmentId } });
  };
  const enter = <T extends FactType>(
    row: FulfillmentRow,
    type: T,
    data: EventPayloadInput<T>,
    last = false,
  ) => {
    const report = { source: 'fulfillment', type, orderId: row.orderId, data };
    const telling = tell(outside, row.telling, report, last);
    rows.put(row.fulfillmentId, { ...row, telling, updatedAt: clock.now() });
  };

  agenda.on<{ fulfillmentId: string }>(step, (data) => {
    const row = rows.get(data.fulfillmentId);
    if (row === undefined) return;
    const { fulfillmentId } = row;
    switch (row.stage) {
      case 'accepted':
        enter({ ...row, stage: 'picking' }, 'fulfillment.progressed', { fulfillmentId, stage: 'picking' });
        return goOn(fulfillmentId, packingMs);
      case 'picking':
        enter({ ...row, stage: 'packing' }, 'fulfillment.progressed', { fulfillmentId, stage: 'packing' });
        return goOn(fulfillmentId, packedMs);
      case 'packing':
      case 'packed':
        return row.ends === null ? pack(row) : end(row, row.ends);
      case 'asked':
      case 'cancelled':
      case 'failed':
        return;
    }
  });

  const pack = (row: FulfillmentRow) => {
    const { fulfillmentId } = row;
    const lines = row.parcels[row.packed];
    if (lines === undefined) return;
    const packed = row.packed + 1;
    const last = packed === row.parcels.length;
    enter(
      { ...row, stage: 'packed', packed },
      'fulfillment.packed',
      { fulfillmentId, lines: [...lines] },
      last,
    );
    if (!last) goOn(fulfillmentId, parcelMs);
  };
  const end = (row: FulfillmentRow, rule: Rule) => {
    const { fulfillmentId } = row;
    const reason = rule.reason ?? null;
    if (rule.do === 'cancel_itself') {
      enter({ ...row, stage: 'cancelled' }, 'fulfillment.cancelled', { fulfillmentId, reason }, true);
    } else {
      const code = rule.code ?? 'cannot_be_packed';
      enter({ ...row, stage: 'failed' }, 'fulfillment.failed', { fulfillmentId, code, reason }, true);
    }
  };

  return {
    begin: (fulfillmentId) => goOn(fulfillmentId, pickingMs),
    stop(fulfillmentId) {
      const row = rows.get(fulfillmentId);
      const rejected = (code: string): FulfillmentAnswer => ({ status: 'rejected', code, reason: null });
      if (row === undefined) return rejected('not_found');
      if (row.refusesCancel) return rejected('cannot_be_stopped');
      if (row.stage === 'packed') return rejected('already_packed');
      if (row.stage === 'failed' || row.stage === 'cancelled') return { status: 'cancelled' };
      agenda.cancel(step, fulfillmentId);
      agenda.cancel('fulfillment.settle', fulfillmentId);
      rows.put(fulfillmentId, { ...row, stage: 'cancelled', updatedAt: clock.now() });
      return { status: 'cancelled' };
    },
    isOpen(fulfillmentId) {
      const stage = rows.get(fulfillmentId)?.stage;
      return stage !== undefined && stage !== 'failed' && stage !== 'cancelled';
    },
  };
}
