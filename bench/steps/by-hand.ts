import type { Met } from './life.ts';

type Order = Met['order'];
type Event = Met['event'];

/**
 * A reducer as one would write it by hand for the undisturbed way of an order, and for nothing else: it writes the ledger
 * of the event, works out axes, totals and deadlines, and says what is to be done and told. No refusals, no late or
 * duplicate facts, no cancellation, no returns, no second payment: that is what the statechart costs more for.
 */
export function reduceByHand(order: Order, event: Event) {
  const at = event.meta.receivedAt;
  const moved = written(order, event, at);
  const axes = axesOf(moved);
  const next: Order = {
    ...moved,
    axes,
    version: order.version + 1,
    published: order.published + 1,
    deadlines:
      axes.status === 'pending'
        ? [{ name: 'payment.expires', ref: order.id, at: at + 1_800_000 } as never]
        : [],
    timestamps: { ...moved.timestamps, updatedAt: at },
  };
  const changes = (Object.keys(axes) as (keyof typeof axes)[])
    .filter((axis) => axes[axis] !== order.axes[axis])
    .map((axis) => ({ axis, from: order.axes[axis], to: axes[axis] }));
  const { type, meta, ...data } = event;
  return {
    order: next,
    journal: [{ version: next.version, type, outcome: 'applied', meta, data, changes, anomaly: null }],
    history: changes
      .filter(({ axis }) => axis === 'status')
      .map(({ from, to }) => ({ version: next.version, from, to, actor: meta.actor, at, event: meta.id })),
    commands: commandsOf(next, type),
    events: [
      {
        type: `order.${axes.status}`,
        orderId: order.id,
        sequence: next.published,
        at,
        data: { totals: next.totals },
      },
    ],
  };
}

function written(order: Order, event: Event, at: number): Order {
  const settled = { state: 'succeeded', settledAt: at } as const;
  switch (event.type) {
    case 'order.submit':
      return {
        ...order,
        number: event.number,
        lines: order.lines.map((line) => ({
          ...line,
          allocations: event.allocations.filter(({ lineId }) => lineId === line.id),
        })) as never,
        timestamps: { ...order.timestamps, placedAt: at },
      };
    case 'stock.reserved':
      return {
        ...order,
        reservations: order.reservations.map((one) => ({
          ...one,
          operations: one.operations.map((operation) => ({ ...operation, ...settled })),
        })),
        lines: order.lines.map((line) => ({ ...line, counts: { ...line.counts, reserved: line.quantity } })),
      };
    case 'payment.authorized':
    case 'payment.captured':
      return {
        ...order,
        payments: order.payments.map((payment) => ({
          ...payment,
          transactions: payment.transactions.map((one) =>
            one.id === event.transactionId ? { ...one, ...settled, amountMinor: event.amountMinor } : one,
          ),
        })),
      };
    case 'fulfillment.accepted':
    case 'fulfillment.progressed':
    case 'fulfillment.packed':
      return {
        ...order,
        fulfillments: order.fulfillments.map((one) => ({
          ...one,
          stage: event.type.slice('fulfillment.'.length) as never,
        })),
      };
    case 'shipment.created':
    case 'shipment.dispatched':
    case 'shipment.delivered': {
      const left = event.type !== 'shipment.created';
      return {
        ...order,
        shipments: order.shipments.map((one) => ({
          ...one,
          left,
          stage: event.type.slice('shipment.'.length) as never,
        })),
        lines: left
          ? order.lines.map((line) => ({
              ...line,
              counts: {
                ...line.counts,
                shipped: line.quantity,
                delivered: event.type === 'shipment.delivered' ? line.quantity : 0,
              },
            }))
          : order.lines,
      };
    }
    default:
      return order;
  }
}

function axesOf(order: Order): Order['axes'] {
  const sum = (count: 'reserved' | 'shipped' | 'delivered') =>
    order.lines.reduce((total, line) => total + line.counts[count], 0);
  const ordered = order.lines.reduce((total, line) => total + line.quantity, 0);
  const transactions = order.payments.flatMap((payment) => payment.transactions);
  const money = (kind: string) =>
    transactions
      .filter((one) => one.kind === kind && one.state === 'succeeded')
      .reduce((total, one) => total + one.amountMinor, 0);
  const captured = money('capture') >= order.totals.totalMinor;
  const delivered = sum('delivered') === ordered;
  const shipped = sum('shipped') === ordered;
  return {
    ...order.axes,
    status: delivered
      ? 'delivered'
      : shipped
        ? 'shipped'
        : captured
          ? 'confirmed'
          : order.number
            ? 'pending'
            : 'draft',
    payment: captured ? 'captured' : money('authorization') > 0 ? 'authorized' : 'awaiting',
    stock: sum('reserved') === ordered ? 'reserved' : 'unreserved',
    fulfillment: delivered ? 'delivered' : shipped ? 'shipped' : 'unfulfilled',
  };
}

function commandsOf(order: Order, type: string) {
  const lines = order.lines.map(({ id, sku, quantity }) => ({ lineId: id, sku, quantity }));
  switch (type) {
    case 'order.submit':
      return [{ id: `${order.id}:reserve:1`, type: 'stock.reserve', data: { orderId: order.id, lines } }];
    case 'stock.reserved':
      return [
        {
          id: `${order.id}:auth:1`,
          type: 'payment.authorize',
          data: { amountMinor: order.totals.totalMinor },
        },
      ];
    case 'payment.authorized':
      return [
        {
          id: `${order.id}:capture:1`,
          type: 'payment.capture',
          data: { amountMinor: order.totals.totalMinor },
        },
      ];
    case 'payment.captured':
      return [
        {
          id: `${order.id}:fulfil:1`,
          type: 'fulfillment.create',
          data: { lines, address: order.addresses.shipping },
        },
      ];
    case 'fulfillment.packed':
      return [
        {
          id: `${order.id}:ship:1`,
          type: 'shipment.create',
          data: { lines, address: order.addresses.shipping },
        },
      ];
    default:
      return [];
  }
}
