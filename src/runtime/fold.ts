import {
  baseOrder,
  type Command,
  type ComposedOrder,
  type Draft,
  type EventMeta,
  type Order,
  type OrderEvent,
  type StepResult,
} from '../machine/index.ts';
import type { OrderChange } from '../ports/index.ts';
import type { LoadedOrder } from './load.ts';

/** One step, as observers see it. */
export interface SeenStep {
  readonly before: Order | null;
  readonly result: StepResult;
  readonly type: string;
  readonly meta: EventMeta;
}

/** Several events of one order, on their way into one commit. Never changed, only replaced: so it can be taken back. */
export interface Fold {
  /** The order as the store has it; `null`: it is new. */
  readonly loaded: Order | null;
  readonly order: Order;
  /** Commands that nobody has attempted: those loaded as such, and those of this fold. */
  readonly untried: readonly string[];
  readonly steps: readonly SeenStep[];
  /** Commands of this fold that are still wanted. */
  readonly commands: readonly (Command & { readonly meta: EventMeta })[];
  /** Commands in the store that are taken back. */
  readonly withdrawn: readonly string[];
}

/** The most operations that an event's meta may name as untried. */
const maxUntried = 1_000;

/** A fold that begins with a loaded order. */
export function foldOf({ order, stored, untried }: LoadedOrder): Fold {
  return { loaded: stored, order, untried, steps: [], commands: [], withdrawn: [] };
}

/** A fold that begins with a new order. */
export function foldNew(draft: Draft, meta: EventMeta, of: ComposedOrder = baseOrder as ComposedOrder): Fold {
  const result = of.createOrder(draft, meta);
  const empty = {
    loaded: null,
    order: result.order,
    untried: [],
    steps: [],
    commands: [],
    withdrawn: [],
  };
  return extend(empty, { before: null, result, type: 'order.create', meta });
}

/** Takes an event through the machine. A duplicate leaves no trace in the commit, only in `steps`. */
export function applyEvent(
  fold: Fold,
  event: OrderEvent,
  of: ComposedOrder = baseOrder as ComposedOrder,
): Fold {
  const meta: EventMeta = { ...event.meta, untried: fold.untried.slice(0, maxUntried) };
  const result = of.step(fold.order, { ...event, meta });
  return extend(fold, { before: fold.order, result, type: event.type, meta });
}

function extend(fold: Fold, seen: SeenStep): Fold {
  const { result, meta } = seen;
  const steps = [...fold.steps, seen];
  if (result.outcome === 'duplicate') return { ...fold, steps };
  const taken = new Set(result.withdrawn);
  const own = new Set(fold.commands.map((command) => command.id));
  const added = result.commands.map((command) => ({ ...command, meta }));
  return {
    loaded: fold.loaded,
    order: result.order,
    untried: [...fold.untried.filter((id) => !taken.has(id)), ...added.map((command) => command.id)],
    steps,
    commands: [...fold.commands.filter((command) => !taken.has(command.id)), ...added],
    withdrawn: [...fold.withdrawn, ...result.withdrawn.filter((id) => !own.has(id))],
  };
}

/** What the last step made of its event. */
export function outcomeOf(fold: Fold): StepResult['outcome'] {
  return fold.steps.at(-1)?.result.outcome ?? 'duplicate';
}

/** The write of a fold, `null` if nothing is to be written. Its commands are due at `runAt`. */
export function changeOf(fold: Fold, runAt: number): OrderChange | null {
  const steps = fold.steps.filter((seen) => seen.result.outcome !== 'duplicate');
  if (steps.length === 0) return null;
  return {
    before: fold.loaded?.version ?? 0,
    ...(fold.loaded === null ? {} : { previous: fold.loaded }),
    order: fold.order,
    history: steps.flatMap((seen) => seen.result.history),
    journal: steps.flatMap((seen) => seen.result.journal),
    commands: fold.commands.map((command) => ({ ...command, runAt })),
    events: steps.flatMap((seen) => seen.result.events.map((event) => ({ ...event, meta: seen.meta }))),
    withdrawn: fold.withdrawn,
  };
}
