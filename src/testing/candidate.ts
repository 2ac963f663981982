import type { EventInput } from '../machine/index.ts';

/** An event that could come to an order next, with a name for what it stands for. */
export interface Candidate {
  /** Such as `payment.captured/sale`: the event's type, and which case of it this is. */
  readonly name: string;
  readonly event: EventInput;
}

/** An event under its name. */
export const candidate = (event: EventInput, variant = 'plain'): Candidate => ({
  name: `${event.type}/${variant}`,
  event,
});
