import * as z from 'zod';
import { isCurrency } from '../currency.ts';
import type { Json } from '../order.ts';
import { isRate } from '../pricing/rate.ts';

/** How long the longest identifier may be: provider keys end at 255 characters. */
export const maxIdLength = 200;
/** How many lines an order may have. */
export const maxLines = 1_000;
/** How many units a line may have. */
export const maxQuantity = 1_000_000;
/** How many characters a text for people may have. */
export const maxText = 2_000;
/** How many characters a JSON object of the user's own may have as text. */
export const maxJson = 16_384;
/** How many lists and objects may stand within one another in JSON of the user's own, and in messages. */
export const maxJsonDepth = 64;
/** How many characters an address of email may have. */
export const maxEmail = 320;
/** How many characters a trace context may have. */
export const maxTraceparent = 128;
/** How many ways of paying may be named at once. */
export const maxPayments = 10;
/** How many codes for discounts may be given. */
export const maxDiscountCodes = 20;
/** How many discounts, and how many taxes, a line or delivery may have. */
export const maxPriceParts = 50;
/** How many reasons a risk screening may give. */
export const maxReasons = 50;
/** The last moment: the end of the year 9999. */
export const maxTimestamp = 253_402_300_799_999;

/** JSON and databases know one zero: −0 would come back as another number. */
function oneZero(value: number): number {
  return value + 0;
}

/** An identifier: printable, without surrounding space. */
export const id = z
  .string()
  .min(1)
  .max(maxIdLength)
  .regex(/^[\x21-\x7e](?:[\x20-\x7e]*[\x21-\x7e])?$/, 'must be printable ASCII without surrounding space');
/** Text for people. Unpaired surrogates and NUL are refused: databases do not take them. */
export const text = z
  .string()
  .max(maxText)
  .refine((value) => value.isWellFormed() && !value.includes('\0'), 'must be well-formed text without NUL');
/** Text that may not be empty. */
export const words = text.min(1);
/** A moment in milliseconds since the Unix epoch; up to the year 9999. */
export const timestamp = z.number().int().min(0).max(maxTimestamp).overwrite(oneZero);
/** A non-negative amount in minor units. */
export const amount = z
  .number()
  .int('must be a whole number of minor units within the safe integers')
  .min(0)
  .overwrite(oneZero);
/** An amount above zero. */
export const positiveAmount = amount.min(1);
/** A number of units. */
export const quantity = z.number().int().min(1).max(maxQuantity);
/** An ISO 4217 code. */
export const currency = z
  .string()
  .refine(isCurrency, 'must be a currency code of ISO 4217 in capitals, such as EUR');
/** Units of a line. */
export const lineQuantity = z.strictObject({ lineId: id, quantity });
/** Units of lines, each line once; perhaps none. */
export const lineQuantitiesOrNone = z
  .array(lineQuantity)
  .max(maxLines)
  .refine(
    (lines) => new Set(lines.map((line) => line.lineId)).size === lines.length,
    'must name each line once',
  );
/** Units of lines, each line once. */
export const lineQuantities = lineQuantitiesOrNone.min(1);

const json: z.ZodType<Json> = z.lazy(() =>
  z.union([z.null(), z.boolean(), z.number().overwrite(oneZero), text, z.array(json), z.record(text, json)]),
);
/** Whether JSON is nested no deeper than databases, and whoever reads it after us, go along with. */
export function isShallow(value: unknown): boolean {
  let level: readonly unknown[] = [value];
  for (let depth = 0; depth <= maxJsonDepth; depth += 1) {
    level = level.flatMap((one) => (typeof one === 'object' && one !== null ? Object.values(one) : []));
    if (level.length === 0) return true;
  }
  return false;
}
/** What is said of JSON that is nested deeper. */
export const tooDeep = `must not be nested deeper than ${maxJsonDepth} levels`;

/** A JSON object of the user's own. */
export const jsonObject = z
  .record(text, json)
  .refine(isShallow, { message: tooDeep, abort: true })
  .refine(
    (value) => JSON.stringify(value).length <= maxJson,
    `must be at most ${maxJson} characters as JSON`,
  );

/** A postal address. */
export const address = z.strictObject({
  customerAddressId: id.nullable().default(null),
  name: words,
  company: text.nullable().default(null),
  line1: words,
  line2: text.nullable().default(null),
  city: words,
  region: text.nullable().default(null),
  postalCode: text.nullable().default(null),
  country: z
    .string()
    .trim()
    .toUpperCase()
    .regex(/^[A-Z]{2}$/, 'must be an ISO 3166-1 alpha-2 code, such as DE'),
  phone: text.nullable().default(null),
});

/** An address in the customer's address book, named instead of written out: it is looked up before the order sees it. */
export const addressReference = z.strictObject({ customerAddressId: id });
/** An address, written out or named. */
export const addressGiven = z.union([address, addressReference]);

/** What a customer's other orders come to. */
export const otherOrders = z.strictObject({
  /** How many are placed and neither delivered, cancelled nor failed. */
  open: z.number().int().min(0),
  /** How many were placed within the window of the terms' limits. */
  orders: z.number().int().min(0),
  /** What those of the order's currency amount to. */
  totalMinor: amount,
  /** The latest that says the same, within the window of the terms' duplicates: its number, or its id. */
  duplicate: id.nullable(),
});

/** Who orders. */
export const customer = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('registered'),
    customerId: id,
    email: z.email().max(maxEmail).nullable().default(null),
  }),
  z.strictObject({ kind: z.literal('guest'), email: z.email().max(maxEmail) }),
]);

/** A rate, as text: a decimal number or a fraction of whole numbers. */
export const rate = z
  .string()
  .refine(isRate, 'must be a decimal number such as 8.25, or a fraction such as 100/3, as text');
/** The codes of an order, each once, however it is written. */
export const discountCodes = z
  .array(id)
  .max(maxDiscountCodes)
  .refine(
    (codes) => new Set(codes.map((code) => code.toLowerCase())).size === codes.length,
    'must give each code once',
  );
/** A discount, or the part of one that a line or delivery has. */
export const discountPart = z.strictObject({
  id,
  code: id.nullable().default(null),
  name: words,
  scope: z.enum(['line', 'order', 'shipping']).default('line'),
  amountMinor: amount,
});
/** One tax on a line or on delivery. */
export const taxPart = z.strictObject({
  name: words,
  jurisdiction: id.nullable().default(null),
  /** In percent. */
  ratePercent: rate,
  baseMinor: amount.nullable().default(null),
  amountMinor: amount,
  /** Whether it is in the price; else it comes on top. */
  included: z.boolean().default(false),
});
/** Discount and tax of a line or of delivery. The details may be left out; those that are given add up to the sums. */
const priceParts = {
  discountMinor: amount.default(0),
  /** All tax, whether it is in the price or on top of it. */
  taxMinor: amount.default(0),
  /** The part of `taxMinor` that is in the price already. */
  includedTaxMinor: amount.default(0),
  discounts: z.array(discountPart).max(maxPriceParts).default([]),
  taxes: z.array(taxPart).max(maxPriceParts).default([]),
};

type PriceParts = { readonly [Part in keyof typeof priceParts]: z.output<(typeof priceParts)[Part]> };

/** Says what does not add up in a price. */
function partsAddUp<Price extends PriceParts>(grossOf: (price: Price) => number) {
  return (price: Price, context: z.RefinementCtx): void => {
    const of = (parts: readonly { readonly amountMinor: number }[]) =>
      parts.reduce((all, part) => all + part.amountMinor, 0);
    const wrong = (field: keyof PriceParts, message: string) =>
      context.addIssue({ code: 'custom', path: [field], message });
    const { discounts, taxes, discountMinor, taxMinor, includedTaxMinor } = price;
    const included = of(taxes.filter((tax) => tax.included));
    if (discounts.length > 0 && of(discounts) !== discountMinor)
      wrong('discountMinor', `is ${discountMinor}, but the discounts add up to ${of(discounts)}`);
    if (taxes.length > 0 && of(taxes) !== taxMinor)
      wrong('taxMinor', `is ${taxMinor}, but the taxes add up to ${of(taxes)}`);
    if (taxes.length > 0 && included !== includedTaxMinor)
      wrong('includedTaxMinor', `is ${includedTaxMinor}, but the taxes in the price add up to ${included}`);
    const most = Math.min(taxMinor, Math.max(0, grossOf(price) - discountMinor));
    if (includedTaxMinor > most)
      wrong('includedTaxMinor', `is ${includedTaxMinor}, but no more than ${most} of the price can be tax`);
  };
}

/** A line as it is ordered. Its total is computed: `unitPriceMinor × quantity − discountMinor + taxMinor − includedTaxMinor`. */
export const lineDraft = z.strictObject({
  id,
  productId: id,
  sku: id,
  name: words,
  kind: z.enum(['physical', 'digital']).default('physical'),
  quantity,
  unitPriceMinor: amount,
  ...priceParts,
  /** The warehouse to take it from; decided on submission when it is left out. */
  warehouseId: id.nullable().default(null),
  /** Whether units that nobody has may wait for goods to come in; `null`: as the terms say. */
  backorder: z.enum(['never', 'allow']).nullable().default(null),
  /** A pre-order: not before this moment is it reserved or sent. */
  releaseAt: timestamp.nullable().default(null),
  metadata: jsonObject.default({}),
});

/** The lines of an order, each id once. */
export const lineDrafts = z
  .array(
    lineDraft.superRefine(
      partsAddUp<z.output<typeof lineDraft>>(({ unitPriceMinor, quantity: units }) => unitPriceMinor * units),
    ),
  )
  .min(1)
  .max(maxLines)
  .refine(
    (lines) => new Set(lines.map((line) => line.id)).size === lines.length,
    'must give each line an id of its own',
  );

/** A way of paying. */
export const paymentDraft = z.strictObject({
  method: id,
  provider: id.default('default'),
  token: id.nullable().default(null),
  /** What it is to cover; left out or `null`: whatever is still open. */
  amountMinor: positiveAmount.nullable().default(null),
});

/** How many characters a link may have. */
export const maxUrl = 2_048;
/** What the customer has to do before a payment goes on. */
export const nextAction = z.strictObject({
  type: id,
  /** `https`, or an app's own scheme; never a script. */
  url: z
    .url()
    .max(maxUrl)
    .refine((url) => !/^(?:javascript|data|vbscript):/i.test(url), 'must not be a script')
    .nullable()
    .default(null),
});
/** What a person shows for what they record by hand. */
export const evidence = z.strictObject({ reason: words, document: words.nullable().default(null) });

/** What delivery costs. Its total is computed: `amountMinor − discountMinor + taxMinor − includedTaxMinor`. */
export const shippingCharge = z
  .strictObject({ amountMinor: amount, ...priceParts })
  .superRefine(partsAddUp<PriceParts & { readonly amountMinor: number }>((charge) => charge.amountMinor))
  .refine((charge) => charge.discountMinor <= charge.amountMinor, {
    path: ['discountMinor'],
    message: 'must not exceed what delivery costs',
  });

/** What the customer is shown in a currency of their own. `totalMinor` is computed by the rate unless it is given. */
export const presentment = z.strictObject({
  currency,
  /** How much of that currency one of the order's is, in whole units of both. */
  rate,
  totalMinor: amount.nullable().default(null),
});

/** A carrier and a service level; what is left out is `null`. */
export const shippingMethod = z.strictObject({
  carrier: id.nullable().default(null),
  service: id.nullable().default(null),
  label: text.nullable().default(null),
  rateId: id.nullable().default(null),
});

/** An address on the web. */
export const webAddress = z.url({ protocol: /^https?$/ }).max(maxText);

/** What a carrier's scan says of a parcel, in our words. `unknown` and `pre_transit` move nothing. */
export const scanStatus = z.enum([
  'unknown',
  'pre_transit',
  'dispatched',
  'in_transit',
  'out_for_delivery',
  'available_for_pickup',
  'delivered',
  'delivery_failed',
  'returned_to_sender',
  'received_back',
  'lost',
  'damaged',
  'cancelled',
]);

/** One scan of a parcel. When it happened is the event's `occurredAt`. */
export const scan = z.strictObject({
  /** Unique among the scans of the parcel: the same id again is the same scan. */
  id,
  status: scanStatus,
  /** What went wrong, as a code. */
  code: id.nullable().default(null),
  /** What the carrier's vocabulary was, and what it said in it. */
  vocabulary: id.nullable().default(null),
  carrierStatus: text.nullable().default(null),
  carrierDetail: text.nullable().default(null),
  /** What the carrier tells people. */
  message: text.nullable().default(null),
  /** Where it was seen. */
  location: z
    .strictObject({
      city: text.nullable().default(null),
      region: text.nullable().default(null),
      postalCode: text.nullable().default(null),
      country: text.nullable().default(null),
    })
    .nullable()
    .default(null),
});

/** Who did it, when, and what it belongs to. The runtime fills what the caller leaves out. */
export const meta = z.strictObject({
  /** Unique among the events of an order; the same id again is the same event. */
  id,
  /** When it happened, by the clock of the source. */
  occurredAt: timestamp,
  /** When we heard of it, by our clock. */
  receivedAt: timestamp,
  /** A user's id, `system`, or the name of the outside service. */
  actor: id.nullable(),
  correlationId: id.nullable(),
  /** The event or message that caused this one. */
  causationId: id.nullable(),
  /** W3C trace context. */
  traceparent: z.string().max(maxTraceparent).nullable(),
  /** Operations whose command nobody has attempted yet: they may be withdrawn. Filled by the runtime. */
  untried: z.array(id).max(maxLines),
});
