import { type Order, openExceptions, sum } from '../../machine/index.ts';

/**
 * What must hold of the parcels of an order: what is wrong with one shows on the axis, what is settled is decided, and a
 * unit that was sent again is counted once.
 */
export function brokenParcels(order: Order): readonly string[] {
  return [
    ...openTroubleShows(order),
    ...decisionsAgree(order),
    ...unitsCountOnce(order),
    ...backIsBack(order),
  ];
}

function openTroubleShows(order: Order): readonly string[] {
  const sent = order.lines.some(({ kind }) => kind === 'physical');
  const open = sent && order.shipments.some((shipment) => openExceptions(shipment).length > 0);
  const { fulfillment } = order.axes;
  return open && !['exception', 'unknown', 'cancelling'].includes(fulfillment)
    ? [`a parcel is in trouble, and fulfillment is ${fulfillment}`]
    : [];
}

function decisionsAgree(order: Order): readonly string[] {
  return order.shipments.flatMap(({ id, stage, left, settlement, exceptions }) => {
    const broken: string[] = [];
    if (settlement !== null && !left) broken.push(`${id} is ${settlement}, and has never left`);
    if (settlement !== null && (stage === 'delivered' || stage === 'cancelled'))
      broken.push(`${id} is ${settlement}, and ${stage}`);
    const last = exceptions
      .filter(({ resolution }) => resolution === 'reship' || resolution === 'refund')
      .at(-1);
    const decided = last?.resolution === 'reship' ? 'replaced' : last && 'refunded';
    if ((settlement === 'replaced') !== (decided === 'replaced'))
      broken.push(`${id} is ${settlement ?? 'not settled'}, its last decision ${last?.resolution ?? 'none'}`);
    if ((settlement === 'written_off' || settlement === 'taken_back') && decided !== 'refunded')
      broken.push(`${id} is ${settlement}, and nobody decided so`);
    if (exceptions.some(({ resolvedAt, resolution }) => (resolvedAt === null) !== (resolution === null)))
      broken.push(`${id} has an exception that is half resolved`);
    return broken;
  });
}

/** No more units are with the customer, on their way, written off or taken back than were ordered. */
function unitsCountOnce(order: Order): readonly string[] {
  return order.lines
    .filter(({ kind }) => kind === 'physical')
    .flatMap((line) => {
      const of = (settled: boolean) =>
        sum(
          order.shipments
            .filter(
              ({ left, stage, settlement }) =>
                left &&
                stage !== 'cancelled' &&
                (settled ? settlement !== null && settlement !== 'replaced' : settlement === null),
            )
            .flatMap(({ lines }) => lines)
            .filter(({ lineId }) => lineId === line.id)
            .map(({ quantity }) => quantity),
        );
      const all = of(false) + of(true);
      return all > line.quantity
        ? [`line ${line.id}: ${all} of ${line.quantity} are on their way, there, written off or taken back`]
        : [];
    });
}

function backIsBack(order: Order): readonly string[] {
  return order.shipments.flatMap(({ id, stage, receivedBackAt, sellable, lines }) => {
    const broken: string[] = [];
    if ((stage === 'received_back') !== (receivedBackAt !== null))
      broken.push(`${id} is ${stage}, and came back at ${receivedBackAt}`);
    for (const { lineId, quantity } of sellable)
      if (quantity > (lines.find((line) => line.lineId === lineId)?.quantity ?? 0))
        broken.push(`${id}: ${quantity} of ${lineId} can be sold again, more than were in it`);
    return broken;
  });
}
