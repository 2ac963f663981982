import type { Problem } from '../../errors/index.ts';
import type { Address, EventOf, Order } from '../../machine/index.ts';
import type { Context } from '../context.ts';
import { type AddressGiven, isWrittenOut } from './addresses.ts';
import { chargeDraft } from './charge-draft.ts';
import { repricedLines } from './line-drafts.ts';
import type { DraftCharge, DraftLine, PriceBasis } from './price-basis.ts';
import { priceProblems, pricesDiffer } from './price-changes.ts';
import { type AskedPrices, askPrices, pricesAreAsked } from './prices.ts';

type Edit = EventOf<'draft.edit'>;

/** Whether an edit changes something that discounts or taxes depend on. */
export function changesPrices(edit: Edit): boolean {
  const { lines, shipping, discountCodes, customer, shippingAddress, billingAddress } = edit;
  return [lines, shipping, discountCodes, customer, shippingAddress, billingAddress].some(
    (part) => part !== undefined,
  );
}

/**
 * The prices of a draft as an edit leaves it. What the edit does not name is asked for as the draft has it, and may change:
 * nobody has said anything about it now.
 */
export async function priceEdit(context: Context, order: Order, edit: Edit): Promise<AskedPrices> {
  const basis: PriceBasis = {
    ...basisOf(order),
    customer: edit.customer ?? order.customer,
    shippingAddress: addressOf(edit.shippingAddress, order.addresses.shipping),
    billingAddress: addressOf(edit.billingAddress, order.addresses.billing),
    lines: edit.lines ?? repricedLines(order.lines),
    shipping: edit.shipping ?? chargeDraft(order.shippingCharge),
    discountCodes: edit.discountCodes ?? order.discountCodes,
    placing: false,
  };
  const asked = await askPrices(context, basis);
  const said = { lines: edit.lines ?? [], shipping: edit.shipping ?? null };
  const changed = priceProblems(context, said, asked, { currency: order.currency, said: 'given' });
  return { ...asked, problems: [...asked.problems, ...changed] };
}

/** An address as an edit leaves it; one that is named and could not be looked up says nothing yet. */
function addressOf(given: AddressGiven | null | undefined, before: Address | null): Address | null {
  if (given === null) return null;
  return isWrittenOut(given) ? given : before;
}

/** The prices of a draft that is submitted, and whether they are told otherwise than in the draft. */
export async function priceSubmission(
  context: Context,
  order: Order,
  lines: readonly DraftLine[],
): Promise<AskedPrices & { readonly problems: readonly Problem[]; readonly differ: boolean }> {
  const shipping = chargeDraft(order.shippingCharge);
  if (!pricesAreAsked(context)) return { lines, shipping, problems: [], differ: false };
  const basis: PriceBasis = { ...basisOf(order), lines, shipping, placing: true };
  const asked = await askPrices(context, basis);
  const changed = priceProblems(context, basis, asked, { currency: order.currency, said: 'shown' });
  return { ...asked, problems: [...asked.problems, ...changed], differ: pricesDiffer(basis, asked) };
}

/**
 * Goods that take the place of others in a placed order, with their taxes. Discounts are not asked for again: those of the
 * order are a snapshot, and what the substitutes get off is for the caller to say.
 */
export async function priceSubstitutes(
  context: Context,
  order: Order,
  lines: readonly DraftLine[],
): Promise<AskedPrices> {
  const { tax } = context.ports;
  const basis: PriceBasis = { ...basisOf(order), lines, shipping: noCharge, placing: true };
  const asked = await askPrices(context, basis, tax === undefined ? {} : { tax });
  const said = { lines, shipping: null };
  const changed = priceProblems(context, said, asked, { currency: order.currency, said: 'given' });
  return { ...asked, problems: [...asked.problems, ...changed] };
}

const noCharge: DraftCharge = {
  amountMinor: 0,
  discountMinor: 0,
  taxMinor: 0,
  includedTaxMinor: 0,
  discounts: [],
  taxes: [],
};

function basisOf(order: Order) {
  const { currency, customer, addresses, discountCodes, terms } = order;
  return {
    currency,
    customer,
    shippingAddress: addresses.shipping,
    billingAddress: addresses.billing,
    discountCodes,
    terms,
  };
}
