import type { Draft, EventPayload } from '../events/index.ts';
import { exact, sum, times } from '../money.ts';
import type { Allocation, Order, OrderLine, Timestamp, Totals } from '../order.ts';
import { addPayment } from './payment-entries.ts';

type LineDraft = Draft['lines'][number];
const noCounts = {
  reserved: 0,
  backordered: 0,
  shipped: 0,
  delivered: 0,
  cancelled: 0,
  returned: 0,
  writtenOff: 0,
};

/** A line as it is entered, with its total. @throws OrderError `AMOUNT_OVERFLOW`. */
export function lineOf(draft: LineDraft): OrderLine {
  const { warehouseId, ...rest } = draft;
  const gross = times(draft.unitPriceMinor, draft.quantity, `the total of line ${draft.id}`);
  return {
    ...rest,
    totalMinor: exact(gross - draft.discountMinor + draft.taxMinor, `the total of line ${draft.id}`),
    allocations:
      warehouseId === null || draft.kind === 'digital' ? [] : [{ warehouseId, quantity: draft.quantity }],
    counts: noCounts,
  };
}

/** The sums of an order. @throws OrderError `AMOUNT_OVERFLOW`. */
export function totalsOf(
  lines: readonly OrderLine[],
  shipping: { readonly amountMinor: number; readonly taxMinor: number },
): Totals {
  const subtotalMinor = sum(
    lines.map((line) => times(line.unitPriceMinor, line.quantity, 'the subtotal')),
    'the subtotal',
  );
  const discountMinor = sum(
    lines.map((line) => line.discountMinor),
    'the discount',
  );
  const taxMinor = sum([...lines.map((line) => line.taxMinor), shipping.taxMinor], 'the tax');
  const totalMinor = sum(
    [...lines.map((line) => line.totalMinor), shipping.amountMinor, shipping.taxMinor],
    'the total of the order',
  );
  return {
    subtotalMinor,
    discountMinor,
    taxMinor,
    shippingMinor: shipping.amountMinor,
    shippingTaxMinor: shipping.taxMinor,
    totalMinor,
  };
}

/** A draft with changed parts. What is left out stays. */
export function editDraft(order: Order, edit: EventPayload<'draft.edit'>, at: Timestamp): Order {
  const lines = edit.lines ? edit.lines.map(lineOf) : order.lines;
  const shipping = edit.shipping ?? {
    amountMinor: order.totals.shippingMinor,
    taxMinor: order.totals.shippingTaxMinor,
  };
  const edited: Order = {
    ...order,
    customer: edit.customer ?? order.customer,
    lines,
    totals: totalsOf(lines, shipping),
    addresses: {
      shipping: edit.shippingAddress === undefined ? order.addresses.shipping : edit.shippingAddress,
      billing: edit.billingAddress === undefined ? order.addresses.billing : edit.billingAddress,
    },
    shippingMethod: edit.shippingMethod === undefined ? order.shippingMethod : edit.shippingMethod,
    notes: edit.notes === undefined ? order.notes : edit.notes,
    metadata: edit.metadata ?? order.metadata,
  };
  return edit.payments ? withPayments(edited, edit.payments, at) : edited;
}

/** The order with these ways of paying, instead of those it had. Payments on which money has moved already stay. */
export function withPayments(order: Order, drafts: Draft['payments'], at: Timestamp): Order {
  let next: Order = {
    ...order,
    payments: order.payments.filter((payment) => payment.transactions.length > 0),
  };
  for (const draft of drafts) next = addPayment(next, draft, at).order;
  return next;
}

/** The lines with their units allocated to warehouses. */
export function allocated(
  lines: readonly OrderLine[],
  allocations: EventPayload<'order.submit'>['allocations'],
): readonly OrderLine[] {
  const byLine = new Map<string, Allocation[]>();
  for (const { lineId, warehouseId, quantity } of allocations) {
    const known = byLine.get(lineId) ?? [];
    known.push({ warehouseId, quantity });
    byLine.set(lineId, known);
  }
  return lines.map((line) => ({ ...line, allocations: byLine.get(line.id) ?? [] }));
}
