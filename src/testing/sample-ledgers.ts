import type {
  Fulfillment,
  LineCancellation,
  Operation,
  Payment,
  Reservation,
  Return,
  Shipment,
  Shortfall,
  Timestamp,
  Transaction,
} from '../machine/index.ts';

const operation = (id: string, at: Timestamp): Operation => ({
  id,
  state: 'succeeded',
  requestedAt: at,
  settledAt: at + 5,
  reference: `ref-${id.slice(-4)}`,
  code: null,
});

const transaction = (
  id: string,
  kind: Transaction['kind'],
  amountMinor: number,
  at: Timestamp,
): Transaction => ({
  ...operation(id, at),
  kind,
  amountMinor,
  authorizationId: null,
  expiresAt: null,
  expired: false,
  agreedRefundId: null,
  retried: false,
  final: false,
  nextAction: null,
  answerBy: null,
  settledBy: null,
  evidence: null,
});

/** Two payments with a transaction in every state. */
export function samplePayments(orderId: string, at: Timestamp): Payment[] {
  const entry = (n: number) => `${orderId}:transaction:${n}`;
  return [
    {
      id: `${orderId}:payment:2`,
      method: 'card',
      provider: 'default',
      token: 'pm_visa',
      amountMinor: null,
      origin: 'ours',
      addedAt: at + 70,
      chargebacks: [
        {
          id: `${orderId}:chargeback:2`,
          reference: 'dp_2',
          state: 'open',
          amountMinor: 700,
          reasonCode: 'product_not_received',
          openedAt: at + 9_700,
          evidenceDueAt: at + 7 * 86_400_000,
          remindedAt: null,
          closedAt: null,
          openedBy: null,
          closedBy: null,
          evidence: null,
        },
        {
          id: `${orderId}:chargeback:1`,
          reference: 'dp_1',
          state: 'lost',
          amountMinor: 300,
          reasonCode: 'fraudulent',
          openedAt: at + 9_300,
          evidenceDueAt: at + 9_390,
          remindedAt: at + 9_310,
          closedAt: at + 9_400,
          openedBy: 'payments',
          closedBy: 'user-9',
          evidence: { reason: 'the bank’s letter', document: 'letter of 2026-01-15' },
        },
      ],
      transactions: [
        { ...transaction(entry(1), 'authorization', 15_000, at + 80), expiresAt: at + 7 * 86_400_000 },
        {
          ...transaction(entry(2), 'capture', 12_000, at + 90),
          authorizationId: entry(1),
          final: true,
          settledBy: 'user-9',
          evidence: { reason: 'the webhook got lost', document: 'statement 2026-01, line 14' },
        },
        {
          ...transaction(entry(4), 'void', 3_000, at + 95),
          authorizationId: entry(1),
          state: 'unknown',
          settledAt: null,
          reference: null,
        },
        { ...transaction(entry(3), 'refund', 1_500, at + 9_100), agreedRefundId: `${orderId}:refund:3` },
        {
          ...transaction(entry(5), 'refund', 250, at + 9_600),
          agreedRefundId: `${orderId}:refund:2`,
          state: 'requested',
          settledAt: null,
          reference: null,
        },
      ],
    },
    {
      id: `${orderId}:payment:1`,
      method: 'gift_card',
      provider: 'vouchers',
      token: null,
      amountMinor: 4_022,
      origin: 'elsewhere',
      addedAt: at + 60,
      chargebacks: [],
      transactions: [
        {
          ...transaction(entry(6), 'authorization', 4_022, at + 61),
          state: 'failed',
          code: 'card_declined',
          reference: null,
          retried: true,
        },
        {
          ...transaction(entry(7), 'authorization', 4_022, at + 62),
          expiresAt: at + 600,
          expired: true,
        },
        {
          ...transaction(entry(8), 'authorization', 4_022, at + 63),
          state: 'withdrawn',
          reference: null,
        },
        {
          ...transaction(entry(9), 'authorization', 4_022, at + 64),
          state: 'requested',
          settledAt: null,
          nextAction: { type: 'redirect', url: 'https://bank.example/3ds?a=1&b=%22' },
          answerBy: at + 3_600_000,
        },
        { ...transaction(entry(10), 'write_off', 3, at + 65), settledBy: 'system' },
      ],
    },
  ];
}

/** A reservation that was used, and one that ran out. */
export function sampleReservations(orderId: string, at: Timestamp): Reservation[] {
  const entry = (n: number) => `${orderId}:reservation:${n}`;
  return [
    {
      id: entry(1),
      warehouseId: 'wh-berlin',
      lines: [
        { lineId: 'line-1', quantity: 3 },
        { lineId: 'line-2', quantity: 2 },
      ],
      short: [{ lineId: 'line-2', quantity: 1 }],
      shortfallId: null,
      expiresAt: null,
      expired: false,
      operations: [
        {
          ...operation(entry(1), at + 60),
          kind: 'reserve',
          lines: [{ lineId: 'line-1', quantity: 3 }],
          causeId: null,
        },
        {
          ...operation(entry(3), at + 2_000),
          kind: 'confirm',
          lines: [{ lineId: 'line-1', quantity: 2 }],
          causeId: `${orderId}:shipment:1`,
        },
        {
          ...operation(entry(4), at + 9_000),
          kind: 'return',
          lines: [{ lineId: 'line-1', quantity: 1 }],
          causeId: `${orderId}:return:1`,
        },
      ],
    },
    {
      id: entry(2),
      warehouseId: 'wh-aachen',
      lines: [{ lineId: 'line-1', quantity: 2 }],
      short: [],
      shortfallId: `${orderId}:shortfall:2`,
      expiresAt: at + 1_800_000,
      expired: true,
      operations: [],
    },
  ];
}

/** Units that wait for goods to come in, and some that were given up. */
export function sampleShortfalls(orderId: string, at: Timestamp): Shortfall[] {
  const common = { reservationId: `${orderId}:reservation:1`, warehouseId: 'wh-berlin', openedAt: at + 70 };
  return [
    {
      ...common,
      id: `${orderId}:shortfall:2`,
      lines: [{ lineId: 'line-2', quantity: 2, filled: 1, arrived: 1 }],
      state: 'waiting',
      code: 'out_of_stock',
      until: at + 2_592_000_000,
      decidedAt: at + 80,
      decidedBy: 'terms',
    },
    {
      ...common,
      id: `${orderId}:shortfall:1`,
      lines: [{ lineId: 'line-1', quantity: 1, filled: 0, arrived: 0 }],
      state: 'refunded',
      code: 'short_picked',
      until: null,
      decidedAt: at + 8_000,
      decidedBy: 'user-7',
    },
  ];
}

/** A fulfilment under way, and one that was cancelled. */
export function sampleFulfillments(orderId: string, at: Timestamp): Fulfillment[] {
  const entry = (n: number) => `${orderId}:fulfillment:${n}`;
  return [
    {
      id: entry(2),
      warehouseId: 'wh-berlin',
      lines: [{ lineId: 'line-1', quantity: 3 }],
      stage: 'packing',
      reference: 'F-77',
      stop: null,
      operations: [
        { ...operation(entry(2), at + 1_100), kind: 'create', causeId: null },
        {
          ...operation(entry(3), at + 8_000),
          kind: 'cancel',
          state: 'failed',
          code: 'too_late',
          causeId: `${orderId}:cancellation:1`,
        },
      ],
    },
    {
      id: entry(1),
      warehouseId: 'wh-aachen',
      lines: [{ lineId: 'line-1', quantity: 2 }],
      stage: 'cancelled',
      reference: null,
      stop: {
        id: `${orderId}:stop:1`,
        afterwards: 'hold',
        reason: 'the warehouse is flooded',
        actor: 'user-3',
        requestedAt: at + 1_050,
      },
      operations: [],
    },
  ];
}

/** Lines that were cancelled, that are to be, and that could not be. */
export function sampleLineCancellations(orderId: string, at: Timestamp): LineCancellation[] {
  const entry = (n: number): LineCancellation => ({
    id: `${orderId}:line-cancellation:${n}`,
    lines: [{ lineId: 'line-1', quantity: n }],
    state: 'effective',
    reason: 'changed_mind',
    note: null,
    actor: 'user-3',
    notify: true,
    restock: true,
    overrideReason: null,
    requestedAt: at + 3_000 + n,
    settledAt: at + 4_000 + n,
  });
  return [
    { ...entry(2), note: 'two are enough', restock: false, overrideReason: 'a good customer' },
    { ...entry(1), state: 'requested', actor: null, notify: false, settledAt: null },
    { ...entry(3), state: 'refused' },
  ];
}

/** A parcel that arrived, and one that is planned. */
export function sampleShipments(orderId: string, at: Timestamp): Shipment[] {
  const entry = (n: number) => `${orderId}:shipment:${n}`;
  return [
    {
      id: entry(1),
      fulfillmentId: `${orderId}:fulfillment:2`,
      lines: [{ lineId: 'line-1', quantity: 2 }],
      stage: 'delivered',
      left: true,
      carrier: 'dhl',
      service: 'Paket',
      trackingNumber: 'JD014600003SE',
      trackingUrl: 'https://track.example/JD014600003SE',
      reference: 'shp_1',
      dispatchedAt: at + 2_000,
      estimatedDeliveryAt: at + 6_000,
      deliveredAt: at + 7_000,
      receivedBackAt: null,
      sellable: [],
      exception: 'held at customs',
      attempts: 1,
      exceptions: [
        {
          id: `${orderId}:exception:9`,
          kind: 'delivery_failed',
          code: 'not_at_home',
          openedAt: at + 5_000,
          resolvedAt: at + 7_005,
          resolution: 'arrived',
          by: null,
        },
      ],
      settlement: null,
      scannedAt: at + 7_000,
      heardAt: at + 7_005,
      scanId: 'scan-7',
      operations: [{ ...operation(entry(1), at + 1_900), kind: 'create', causeId: null }],
    },
    {
      id: entry(2),
      fulfillmentId: null,
      lines: [{ lineId: 'line-1', quantity: 1 }],
      stage: 'planned',
      left: false,
      carrier: null,
      service: null,
      trackingNumber: null,
      trackingUrl: null,
      reference: null,
      dispatchedAt: null,
      estimatedDeliveryAt: null,
      deliveredAt: null,
      receivedBackAt: null,
      sellable: [],
      exception: null,
      attempts: 0,
      exceptions: [],
      settlement: null,
      scannedAt: null,
      heardAt: null,
      scanId: null,
      operations: [],
    },
    {
      id: entry(3),
      fulfillmentId: `${orderId}:fulfillment:2`,
      lines: [{ lineId: 'line-2', quantity: 1 }],
      stage: 'received_back',
      left: true,
      carrier: 'dhl',
      service: null,
      trackingNumber: 'JD014600004SE',
      trackingUrl: null,
      reference: 'shp_3',
      dispatchedAt: at + 2_100,
      estimatedDeliveryAt: null,
      deliveredAt: null,
      receivedBackAt: at + 8_000,
      sellable: [{ lineId: 'line-2', quantity: 1 }],
      exception: 'returned_to_sender',
      attempts: 2,
      exceptions: [
        {
          id: `${orderId}:exception:10`,
          kind: 'returned_to_sender',
          code: 'refused',
          openedAt: at + 6_000,
          resolvedAt: at + 6_500,
          resolution: 'reship',
          by: 'user-7',
        },
      ],
      settlement: 'replaced',
      scannedAt: at + 8_000,
      heardAt: at + 8_005,
      scanId: 'scan-9',
      operations: [],
    },
  ];
}

/** A return that arrived in part. */
export function sampleReturns(orderId: string, at: Timestamp): Return[] {
  return [
    {
      id: `${orderId}:return:1`,
      state: 'received',
      reason: 'does not fit',
      lines: [{ lineId: 'line-1', quantity: 1, received: 1, sellable: 0 }],
      requestedAt: at + 8_500,
      receivedAt: at + 9_000,
    },
    {
      id: `${orderId}:return:2`,
      state: 'requested',
      reason: 'changed my mind',
      lines: [{ lineId: 'line-2', quantity: 1, received: 0, sellable: 0 }],
      requestedAt: at + 9_500,
      receivedAt: null,
    },
  ];
}
