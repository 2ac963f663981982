import type { EventInput, Order } from 'statecart';
import type { Deed } from './file/deed-schema.ts';

/** The request that a deed is, with the ids that a file can't know; `null`: it is not sent as one. */
export function requestFor(deed: Deed, order: Order): EventInput | null {
  switch (deed.do) {
    case 'payment.retry':
      return { type: 'payment.retry', transactionId: failedTransaction(order) ?? 'none' };
    case 'hold.release':
      return { type: 'hold.release', holdId: openHold(order) ?? 'none' };
    case 'return.request': {
      const lines = deed.lines?.map(({ line, quantity }) => ({ lineId: line, quantity })) ?? delivered(order);
      return { type: 'return.request', reason: deed.reason, lines };
    }
    case 'draft.touch':
      return { type: 'draft.touch' };
    case 'order.cancel':
    case 'payment.add':
    case 'payment.capture':
    case 'payment.refund':
    case 'review.approve':
    case 'review.reject':
    case 'hold.place': {
      const { do: type, after: _after, ...payload } = deed;
      return { type, ...payload } as EventInput;
    }
    case 'order.submit':
    case 'outside.pay':
    case 'outside.return':
    case 'outside.restock':
      return null;
  }
}

function failedTransaction(order: Order): string | undefined {
  return order.payments
    .flatMap((payment) => payment.transactions)
    .findLast(
      ({ kind, state, retried }) => (kind === 'void' || kind === 'refund') && state === 'failed' && !retried,
    )?.id;
}

function openHold(order: Order): string | undefined {
  return order.holds.find((hold) => hold.kind !== 'risk' && hold.releasedAt === null)?.id;
}

/** Everything that could come back; at least one unit of the first line, so that a rule and not the schema refuses. */
function delivered(order: Order): { lineId: string; quantity: number }[] {
  const lines = order.lines
    .filter(({ kind }) => kind === 'physical')
    .map(({ id, counts }) => ({ lineId: id, quantity: counts.delivered - counts.returned }))
    .filter(({ quantity }) => quantity > 0);
  return lines.length > 0 ? lines : order.lines.slice(0, 1).map(({ id }) => ({ lineId: id, quantity: 1 }));
}
