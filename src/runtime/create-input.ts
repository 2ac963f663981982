import { z } from 'zod';
import { type DraftInput, draftSchema, eventParts as part } from '../machine/index.ts';

type Line = DraftInput['lines'][number];

/** What an order is made of, as a caller gives it. The terms come from the options. */
export interface CreateInput extends Omit<DraftInput, 'id' | 'terms' | 'lines'> {
  /** A UUID. @defaultValue a new one */
  readonly id?: string;
  /** A line without an id gets its place: `1`, `2`, `3`… */
  readonly lines: readonly (Omit<Line, 'id'> & { readonly id?: string })[];
}

/** Checks what a caller gives, before an id and terms are added. Lines get their ids here. */
export const createInputSchema = z.preprocess(
  numberLines,
  draftSchema.omit({ id: true, terms: true }).extend({ id: z.uuid().optional() }),
);

/** What an order is made of, complete but for its terms. */
export type ParsedInput = z.output<typeof createInputSchema>;

/** The caller's key, under which a creation happens once. */
export const creationKeySchema = part.id;

function numberLines(input: unknown): unknown {
  if (typeof input !== 'object' || input === null || !('lines' in input) || !Array.isArray(input.lines))
    return input;
  const lines = input.lines.map((line: unknown, index) =>
    typeof line === 'object' && line !== null && !('id' in line) ? { id: String(index + 1), ...line } : line,
  );
  return { ...input, lines };
}
