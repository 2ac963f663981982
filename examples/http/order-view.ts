import type { HistoryPage, Order } from 'statecart';

/** What a client sees of an order. Payment tokens, terms and the ledgers' keys stay here. */
export function orderView(order: Order) {
  return {
    id: order.id,
    number: order.number,
    version: order.version,
    ...order.axes,
    currency: order.currency,
    totalMinor: order.totals.totalMinor,
    lines: order.lines.map(({ sku, name, quantity, unitPriceMinor, totalMinor }) => ({
      sku,
      name,
      quantity,
      unitPriceMinor,
      totalMinor,
    })),
    payments: order.payments.map(({ method, transactions }) => ({
      method,
      transactions: transactions.map(({ kind, state, amountMinor }) => ({ kind, state, amountMinor })),
    })),
    shipments: order.shipments.map(({ stage, carrier, trackingNumber }) => ({
      stage,
      carrier,
      trackingNumber,
    })),
    createdAt: new Date(order.timestamps.createdAt).toISOString(),
    updatedAt: new Date(order.timestamps.updatedAt).toISOString(),
  };
}

/** What a client sees of an order's past: each change of status, and each request that was refused. */
export function historyView({ history, journal }: HistoryPage) {
  return {
    history: history.map(({ from, to, event, reason, at }) => ({
      from,
      to,
      event,
      reason,
      at: new Date(at).toISOString(),
    })),
    refused: journal
      .filter(({ outcome }) => outcome === 'refused')
      .map(({ type, anomaly, meta }) => ({
        type,
        code: anomaly?.code,
        reason: anomaly?.message,
        at: new Date(meta.receivedAt).toISOString(),
      })),
  };
}
