import type { AnyStateMachine, StateNode } from 'xstate';
import { axisStates } from '../axes.ts';
import { type DueOperation, dueOf } from '../ledgers/plan.ts';
import { summaries } from '../ledgers/summary.ts';
import type { Order } from '../order.ts';
import { type Effect, effects, guards, type OrderContext } from './behaviour.ts';

/** What a transition or a state does: an action of the chart by its name, bound to its parameters. */
export type Act = (context: OrderContext, event: ChartEvent) => Effect;
/** An event, as far as a chart looks at it. */
export interface ChartEvent {
  readonly type: string;
}

/** A transition: what it does, and where it leads; `null`: the state stays. */
export interface Move {
  readonly acts: readonly Act[];
  readonly to: Place | null;
}

/** The first transition that an order may take, if any. */
type Choice = (context: OrderContext, event: ChartEvent) => Move | null;

/** A state of a region. */
export interface Place {
  readonly region: string;
  readonly name: string;
  /** Its place in the document: what is entered together is entered in this order. */
  readonly order: number;
  readonly entry: readonly Act[];
  /** What an event does here: the state's own transitions, else those of its region. */
  readonly on: ReadonlyMap<string, Choice>;
  readonly always: Choice;
}

/** A chart, ready to run: its regions in the order of the document, each with its states by name. */
export type Chart = ReadonlyMap<string, ReadonlyMap<string, Place>>;

type Node = StateNode<never, never>;
type Transition = Node['always'] extends readonly (infer T)[] | undefined ? T : never;
type Named = { readonly type: string; readonly params?: unknown };

/**
 * The tables of a machine of our shape: one parallel root, flat regions, guards and actions by the names of `behaviour`.
 * `null`: the machine uses more of XState than that, and XState has to run it.
 */
export function compileChart(machine: AnyStateMachine, acts: Behaviour = effects): Chart | null {
  const root = machine.root as unknown as Node;
  if (root.type !== 'parallel' || root.transitions.size > 0 || root.always !== undefined) return null;
  const regions = Object.values(root.states) as Node[];
  if (!regions.every(isFlat)) return null;
  try {
    return new Map(regions.map((region) => [region.key, placesOf(region, acts)]));
  } catch (error) {
    if (error === foreign) return null;
    throw error;
  }
}

/** What the actions of a chart do, by name. */
export type Behaviour = Readonly<Record<string, (...args: never[]) => Effect>>;

/** Thrown inside: a guard or an action is none of ours. */
const foreign = new RangeError('not of our shape');

function isFlat(region: Node): boolean {
  const plain = (node: Node) => node.invoke.length === 0 && node.exit.length === 0 && node.after.length === 0;
  return (
    region.type === 'compound' &&
    region.always === undefined &&
    region.entry.length === 0 &&
    plain(region) &&
    (Object.values(region.states) as Node[]).every((state) => state.type === 'atomic' && plain(state))
  );
}

/** A place whose transitions are being filled in: they may lead to one another. */
type Filling = { -readonly [K in keyof Place]: K extends 'on' ? Map<string, Choice> : Place[K] };

function placesOf(region: Node, acts: Behaviour): ReadonlyMap<string, Place> {
  const states = Object.values(region.states) as Node[];
  const places = new Map<string, Filling>();
  const find = (node: Node): Filling => {
    const place = places.get(node.key);
    if (!place || node.parent !== region) throw foreign;
    return place;
  };
  for (const state of states)
    places.set(state.key, {
      region: region.key,
      name: state.key,
      order: state.order,
      entry: (state.entry as readonly unknown[]).map((entry) => actOf(entry, acts)),
      on: new Map(),
      always: () => null,
    });
  for (const state of states) {
    const place = find(state);
    for (const type of new Set([...region.transitions.keys(), ...state.transitions.keys()])) {
      if (type === '' || type.includes('*')) throw foreign;
      const own = (state.transitions.get(type) ?? []) as unknown as Transition[];
      const shared = (region.transitions.get(type) ?? []) as unknown as Transition[];
      place.on.set(type, firstOf([...own, ...shared].map((entry) => candidate(entry, find, acts))));
    }
    place.always = firstOf(
      ((state.always ?? []) as Transition[]).map((entry) => candidate(entry, find, acts)),
    );
  }
  return places;
}

/** A transition with what has to hold for it. */
interface Candidate {
  readonly guard: Named | null;
  readonly test: (context: OrderContext, event: ChartEvent) => boolean;
  readonly move: Move;
}

function candidate(transition: Transition, find: (node: Node) => Place, acts: Behaviour): Candidate {
  const { guard, target, actions } = transition as unknown as {
    guard: unknown;
    target: readonly Node[] | undefined;
    actions: readonly unknown[];
  };
  if (target && target.length !== 1) throw foreign;
  const [goal] = target ?? [];
  return {
    guard: guard === undefined ? null : named(guard),
    test: guard === undefined ? () => true : testOf(named(guard)),
    move: { acts: actions.map((entry) => actOf(entry, acts)), to: goal ? find(goal) : null },
  };
}

function named(value: unknown): Named {
  if (typeof value === 'string') return { type: value };
  const { type, params } = value as Named;
  if (typeof type !== 'string' || typeof params === 'function') throw foreign;
  return { type, params };
}

function testOf({ type, params }: Named): Candidate['test'] {
  if (type === 'due') {
    const due = dueOf((params as { readonly operation: DueOperation }).operation);
    return ({ order }) => due(order) !== undefined;
  }
  const guard = (guards as Record<string, (...args: never[]) => boolean>)[type];
  if (!guard) throw foreign;
  return (context, event) => guard(context as never, event as never, params as never);
}

function actOf(value: unknown, acts: Behaviour): Act {
  const { type, params } = named(value);
  const effect = acts[type];
  if (!effect) throw foreign;
  return (context, event) => effect(context as never, event as never, params as never);
}

/**
 * The first candidate whose guard holds. Guards that follow each other and ask what one ledger says are answered by one
 * look at it.
 */
function firstOf(candidates: readonly Candidate[]): Choice {
  const choices: Choice[] = [];
  for (let at = 0; at < candidates.length; ) {
    const axis = axisAsked(candidates[at]);
    let end = at + 1;
    while (axis !== null && end < candidates.length && axisAsked(candidates[end]) === axis) end += 1;
    const group = candidates.slice(at, end);
    choices.push(axis === null ? single(group[0] as Candidate) : byLedger(axis, group));
    at = end;
  }
  return (context, event) => {
    for (const choose of choices) {
      const move = choose(context, event);
      if (move !== null) return move;
    }
    return null;
  };
}

function single({ test, move }: Candidate): Choice {
  return (context, event) => (test(context, event) ? move : null);
}

type LedgerAxis = keyof typeof summaries;

function axisAsked(entry: Candidate | undefined): LedgerAxis | null {
  const { type, params } = entry?.guard ?? {};
  if (type !== 'ledgerSays' && type !== 'ledgerLeft') return null;
  return (params as { readonly axis: LedgerAxis }).axis;
}

function byLedger(axis: LedgerAxis, group: readonly Candidate[]): Choice {
  const firstFor = (said: string) =>
    group.find(({ guard }) => guard !== null && holds(guard, said))?.move ?? null;
  const moves = new Map<string, Move | null>(axisStates[axis].map((said) => [said, firstFor(said)]));
  const summaryOf: (order: Order) => string = summaries[axis];
  return ({ order }) => {
    const said = summaryOf(order);
    const move = moves.get(said);
    return move === undefined ? firstFor(said) : move;
  };
}

function holds({ type, params }: Named, said: string): boolean {
  const { state } = params as { readonly state: string };
  return type === 'ledgerSays' ? said === state : said !== state;
}
