import type { Draft, EventPayload } from '../events/index.ts';
import type { MinorUnits } from '../money.ts';
import type {
  Address,
  Allocation,
  Order,
  OrderLine,
  Presentment,
  ShippingCharge,
  Timestamp,
} from '../order.ts';
import { gatherDiscounts } from '../pricing/gather-discounts.ts';
import { grossOf, totalOf } from '../pricing/line-total.ts';
import { presented } from '../pricing/presented.ts';
import { chargeOf } from '../pricing/price-order.ts';
import { totalsOf } from '../pricing/totals.ts';
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
  return {
    ...rest,
    totalMinor: totalOf(grossOf(draft), draft, `the total of line ${draft.id}`),
    allocations:
      warehouseId === null || draft.kind === 'digital' ? [] : [{ warehouseId, quantity: draft.quantity }],
    released: draft.releaseAt === null,
    counts: noCounts,
  };
}

/** What follows from the lines and the price of delivery. @throws OrderError `AMOUNT_OVERFLOW`. */
export function pricesOf(
  lines: readonly OrderLine[],
  shippingCharge: ShippingCharge,
): Pick<Order, 'lines' | 'discounts' | 'shippingCharge' | 'totals'> {
  return {
    lines,
    discounts: gatherDiscounts([...lines.flatMap((line) => line.discounts), ...shippingCharge.discounts]),
    shippingCharge,
    totals: totalsOf(lines, shippingCharge),
  };
}

/** What the customer is shown: as it was given, or by the rate. @throws OrderError `AMOUNT_OVERFLOW`. */
export function presentmentOf(
  given: Draft['presentment'],
  totalMinor: MinorUnits,
  { currency, terms }: Pick<Order, 'currency' | 'terms'>,
): Presentment | null {
  if (given === null) return null;
  const { currency: to, rate } = given;
  return {
    ...given,
    totalMinor: given.totalMinor ?? presented(totalMinor, { from: currency, to, rate }, terms.rounding),
  };
}

/**
 * A draft with changed parts. What is left out stays. A presented total that is not given anew follows the new total, by the
 * rate that was given.
 */
export function editDraft(order: Order, edit: EventPayload<'draft.edit'>, at: Timestamp): Order {
  const prices = editedPrices(order, edit);
  const edited: Order = {
    ...order,
    ...prices,
    customer: edit.customer ?? order.customer,
    shippingMethod: edit.shippingMethod === undefined ? order.shippingMethod : edit.shippingMethod,
    discountCodes: edit.discountCodes ?? order.discountCodes,
    presentment: editedPresentment(order, edit, prices.totals.totalMinor),
    addresses: addressesWith(order, edit),
    notes: edit.notes === undefined ? order.notes : edit.notes,
    metadata: edit.metadata ?? order.metadata,
  };
  return edit.payments ? withPayments(edited, edit.payments, at) : edited;
}

type Given = EventPayload<'draft.edit'>['shippingAddress'];

/** Whether an address is written out, and not merely named. */
export function isWrittenOut(address: Given): address is Address {
  return address !== undefined && address !== null && 'line1' in address;
}

/** The addresses of an order with those that an event gives; one that is only named was refused by rule. */
export function addressesWith(
  order: Order,
  given: { readonly shippingAddress?: Given; readonly billingAddress?: Given },
): Order['addresses'] {
  const next = (address: Given, before: Address | null): Address | null => {
    if (address === null) return null;
    return isWrittenOut(address) ? address : before;
  };
  return {
    shipping: next(given.shippingAddress, order.addresses.shipping),
    billing: next(given.billingAddress, order.addresses.billing),
  };
}

/** The order with its addresses changed. */
export function changeAddresses(order: Order, change: EventPayload<'address.change'>): Order {
  return { ...order, addresses: addressesWith(order, change) };
}

function editedPrices(order: Order, { lines, shipping }: EventPayload<'draft.edit'>) {
  return pricesOf(
    lines ? lines.map(lineOf) : order.lines,
    shipping ? chargeOf(shipping) : order.shippingCharge,
  );
}

function editedPresentment(order: Order, edit: EventPayload<'draft.edit'>, totalMinor: MinorUnits) {
  if (edit.presentment !== undefined) return presentmentOf(edit.presentment, totalMinor, order);
  if (order.presentment === null || totalMinor === order.totals.totalMinor) return order.presentment;
  return presentmentOf({ ...order.presentment, totalMinor: null }, totalMinor, order);
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

/** The lines whose release date has come by `at` may be reserved and sent from now on. */
export function releasedBy(lines: readonly OrderLine[], at: Timestamp): readonly OrderLine[] {
  const isOut = (line: OrderLine) => line.released || (line.releaseAt !== null && line.releaseAt <= at);
  return lines.map((line) => (isOut(line) === line.released ? line : { ...line, released: true }));
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
