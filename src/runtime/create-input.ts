import * as z from 'zod';
import { type Draft, type DraftInput, draftSchema, eventParts as part } from '../machine/index.ts';

type Line = DraftInput['lines'][number];
/** An address, written out, or named by its id in the customer's address book. */
type AddressInput = NonNullable<DraftInput['shippingAddress']> | { readonly customerAddressId: string };

/** What an order is made of, as a caller gives it. The terms come from the options. */
export interface CreateInput
  extends Omit<DraftInput, 'id' | 'terms' | 'lines' | 'shippingAddress' | 'billingAddress'> {
  /** A UUID. @defaultValue a new one */
  readonly id?: string;
  /** Where goods are sent: written out, or `{ customerAddressId }` to take it from the customer's address book. */
  readonly shippingAddress?: AddressInput | null | undefined;
  /** Who is billed, written out or named. @defaultValue none: whoever the goods are sent to */
  readonly billingAddress?: AddressInput | null | undefined;
  /** A line without an id gets its place: `1`, `2`, `3`… One that names a currency must name the order's. */
  readonly lines: readonly (Omit<Line, 'id'> & { readonly id?: string; readonly currency?: string })[];
}

/** Checks what a caller gives, before an id and terms are added. Lines get their ids here. `extension`: what a shop's own fields take. */
export function createInputSchema(extension: z.ZodType<Draft['extension'], unknown>) {
  return z.preprocess(
    numberLines,
    draftSchema.omit({ id: true, terms: true }).extend({
      id: z.uuid().optional(),
      shippingAddress: part.addressGiven.nullable().default(null),
      billingAddress: part.addressGiven.nullable().default(null),
      extension,
    }),
  );
}

/** What an input comes to. */
export type CreateInputSchema = ReturnType<typeof createInputSchema>;

/** The caller's key, under which a creation happens once. */
export const creationKeySchema = part.id;

/**
 * Lines without an id get their place. A line may name its currency, as carts do: it must be the order's, and is not kept.
 */
function numberLines(input: unknown, context: z.RefinementCtx): unknown {
  if (!isRecord(input) || !Array.isArray(input.lines)) return input;
  const lines = input.lines.map((line: unknown, index) => {
    if (!isRecord(line)) return line;
    const { currency, ...rest } = { id: String(index + 1), ...line } as Record<string, unknown>;
    if (currency === undefined || currency === input.currency) return rest;
    const message = `is ${shown(currency)}, but the order is in ${shown(input.currency)}: one order has one currency; make two orders`;
    context.addIssue({ code: 'custom', path: ['lines', index, 'currency'], message });
    return rest;
  });
  return { ...input, lines };
}

function shown(currency: unknown): string {
  return typeof currency === 'string'
    ? JSON.stringify(currency.slice(0, 10))
    : `no text, but ${typeof currency}`;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
