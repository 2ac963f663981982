import { hasTag } from '../axes.ts';
import type { Order, ParcelException, Shipment, Timestamp } from '../order.ts';
import { isCalledOff } from './cancellation.ts';
import { openException, resolveParcel } from './parcel-exceptions.ts';
import { mayBeSilent } from './parcel-moves.ts';
import { applied, duplicate, says, type Taken } from './taken.ts';

/** When a parcel of which nothing is heard is to be looked at; `null`: never, or somebody looks already. */
export function silentAt(order: Order, shipment: Shipment): Timestamp | null {
  const { parcelSilentMs } = order.terms;
  if (parcelSilentMs === null || !mayBeSilent(shipment) || hasTag(order.axes.status, 'ended')) return null;
  const heard = shipment.heardAt ?? shipment.dispatchedAt ?? order.timestamps.updatedAt;
  const decided = shipment.exceptions.map((entry) => entry.resolvedAt ?? 0);
  return Math.max(heard, ...decided) + parcelSilentMs;
}

/** When something that is wrong with a parcel is decided as the terms say, because nobody has; `null`: never. */
export function undecidedAt(order: Order, exception: ParcelException): Timestamp | null {
  const { parcelDecisionMs } = order.terms;
  const waits = exception.kind !== 'delivery_failed' && exception.resolvedAt === null;
  if (parcelDecisionMs === null || !waits || isCalledOff(order)) return null;
  return exception.openedAt + parcelDecisionMs;
}

/** Nothing was heard of a parcel for too long: a person has to look. */
export function parcelIsSilent(order: Order, shipmentId: string, at: Timestamp): Taken {
  const shipment = order.shipments.find((entry) => entry.id === shipmentId);
  if (!shipment || !mayBeSilent(shipment)) return duplicate;
  return applied(
    openException(order, shipmentId, 'silent', null, at),
    says('order.shipment_exception', shipmentId),
  );
}

/** Nobody has decided about a parcel in time: the terms do. */
export function parcelIsUndecided(order: Order, exceptionId: string, at: Timestamp): Taken {
  const shipment = order.shipments.find((entry) =>
    entry.exceptions.some(({ id, resolvedAt }) => id === exceptionId && resolvedAt === null),
  );
  if (!shipment) return duplicate;
  return applied(
    resolveParcel(order, shipment.id, order.terms.undecidedParcel, 'terms', at),
    says('order.shipment_resolved', shipment.id),
  );
}
