import { createSeededRandom } from '../../adapters/memory/index.ts';
import { axisNames } from '../../machine/index.ts';
import type { Random } from '../../ports/index.ts';
import { brokenInvariants, brokenStepInvariants } from '../invariants.ts';
import type { Archetype } from './archetypes.ts';
import { goalsOf } from './goals.ts';
import { axesKey, signatureOf } from './signature.ts';
import {
  beginWalk,
  type NextEvent,
  nextEvents,
  orderOf,
  type Position,
  takeEvent,
  type WalkStep,
} from './walker.ts';

/** An order that was reached, and how. */
export interface Node {
  readonly archetype: Archetype;
  readonly parent: Node | null;
  /** The event that led here; empty at a root. */
  readonly name: string;
  readonly depth: number;
  readonly position: Position;
  /** What it has in common with orders that will fare alike. */
  readonly signature: string;
  /** What was tried from here; empty until the node is expanded. */
  readonly tried: Edge[];
}

/** An event that was tried from a node. */
export interface Edge {
  readonly name: string;
  /** What it showed, by the places of {@link Exploration.goals}. */
  readonly goals: readonly number[];
  /** The order that it led to, or one seen before that fares alike; `null`: the way here was too long to go on. */
  readonly to: Node | null;
  /** Whether the order fares on as if the event had not come: such an event can be put in on the way. */
  readonly idle: boolean;
}

/** Something that must never happen, with the shortest way to it that was seen. */
export interface Violation {
  readonly archetype: string;
  readonly events: readonly string[];
  readonly message: string;
}

/** How far to explore. */
export interface ExploreOptions {
  readonly archetypes: readonly Archetype[];
  /** The same seed gives the same exploration. */
  readonly seed: number;
  /** How many orders are looked at from all sides. */
  readonly expansions: number;
  /** How many strolls begin at each archetype before that. */
  readonly strolls: number;
  /** The longest way from a draft. */
  readonly maxDepth: number;
  /** Transitions that are looked for: orders on their threshold come first. */
  readonly wanted: ReadonlySet<string>;
}

/** All that an exploration saw. */
export interface Exploration {
  readonly roots: readonly Node[];
  /** What was seen: each goal once. */
  readonly goals: readonly string[];
  readonly violations: readonly Violation[];
}

/** How many waiting orders are compared before one is chosen. */
const tournament = 64;
/** How many events a stroll has at most. */
const strollLength = 30;
/** Events that say nothing about the order, or ask for what it does not allow. */
const ofNoConsequence = /\/(?:strange|bold|too much)/;
/** Events that end an order's life, or lead away from how things usually go: strolls take them now and then. */
const goesAstray = /^(?:deadline|order\.cancel|operation\.unknown)|\/(?:elsewhere|foreign|outside)/;
/** How often an order is chosen to which something new has led, if there is one. */
const brightShare = 0.7;

/**
 * Explores the statechart with the real step: takes every event that could come to an order, keeps each kind of order that
 * is new, and goes on with the one whose states were looked at least, or from which a wanted transition begins.
 */
export function explore(options: ExploreOptions): Exploration {
  return new Explorer(options).run();
}

class Explorer {
  readonly #options: ExploreOptions;
  readonly #random: Random;
  /** Orders to which something new has led, and the others. */
  readonly #bright: Node[] = [];
  readonly #waiting: Node[] = [];
  readonly #signatures = new Map<string, Node>();
  readonly #goals = new Map<string, number>();
  /** How often a state of an axis, or all axes together, were looked at. */
  readonly #looks = new Map<string, number>();
  /** What an event of no consequence came to the last time. */
  readonly #usual = new Map<string, string>();
  /** How often an event was taken in a status, by strolls. */
  readonly #taken = new Map<string, number>();
  readonly #wantedFrom = new Map<string, number>();
  readonly #violations = new Map<string, Violation>();

  constructor(options: ExploreOptions) {
    this.#options = options;
    this.#random = createSeededRandom(options.seed);
    for (const goal of options.wanted) this.#countWanted(goal, 1);
  }

  run(): Exploration {
    const roots = this.#options.archetypes.map((archetype, index): Node => {
      const position = beginWalk(archetype, `order-${index}`);
      const signature = signatureAt(archetype, position);
      return { archetype, parent: null, name: '', depth: 0, position, signature, tried: [] };
    });
    for (let round = 0; round < this.#options.strolls; round += 1)
      for (const root of roots) this.#stroll(root);
    for (const root of roots) this.#expand(root);
    for (let count = roots.length; count < this.#options.expansions; count += 1) {
      const node = this.#choose();
      if (node === null) break;
      this.#expand(node);
    }
    return { roots, goals: [...this.#goals.keys()], violations: [...this.#violations.values()] };
  }

  /** A walk to the end of an order's life, each time by events that were taken less often. */
  #stroll(root: Node): void {
    let node: Node | null = root;
    for (let count = 0; count < strollLength && node !== null; count += 1) {
      const next = this.#leastTaken(node);
      if (next === null) return;
      node = this.#try(node, next);
    }
  }

  /** One of the events that could come to a node, the more likely the less often it was taken in this status. */
  #leastTaken({ position: { order, walked } }: Node): NextEvent | null {
    const weighed = nextEvents(order, walked)
      .filter(({ name }) => !ofNoConsequence.test(name))
      .map((next) => {
        const taken = this.#taken.get(`${order.axes.status} ${next.name}`) ?? 0;
        return { next, weight: (goesAstray.test(next.name) ? 0.1 : 1) / (1 + taken) };
      });
    let at = this.#random.next() * weighed.reduce((total, { weight }) => total + weight, 0);
    const chosen = weighed.find(({ weight }) => (at -= weight) < 0) ?? weighed.at(-1);
    if (chosen === undefined) return null;
    const key = `${order.axes.status} ${chosen.next.name}`;
    this.#taken.set(key, (this.#taken.get(key) ?? 0) + 1);
    return chosen.next;
  }

  #countWanted(goal: string, by: number): void {
    const from = goal.slice(0, goal.indexOf('>'));
    this.#wantedFrom.set(from, (this.#wantedFrom.get(from) ?? 0) + by);
  }

  /** The most promising of some waiting orders, taken out of the waiting ones. */
  #choose(): Node | null {
    const bright = this.#waiting.length === 0 || this.#random.next() < brightShare;
    const list = bright && this.#bright.length > 0 ? this.#bright : this.#waiting;
    let best = -1;
    let bestWorth = -1;
    for (let round = 0; round < tournament; round += 1) {
      const index = Math.floor(this.#random.next() * list.length);
      const node = list[index];
      const worth = node === undefined ? -1 : this.#worth(node);
      if (worth > bestWorth) [best, bestWorth] = [index, worth];
    }
    const [node] = best < 0 ? [] : list.splice(best, 1);
    return node ?? null;
  }

  #worth({ position: { order }, depth }: Node): number {
    let worth = 4 / (1 + this.#looksAt(axesKey(order)));
    for (const axis of axisNames) {
      const state = `${axis}.${order.axes[axis]}`;
      worth += (4 + 20 * (this.#wantedFrom.get(state) ?? 0)) / (1 + this.#looksAt(state));
    }
    return worth / (1 + depth / 20);
  }

  #looksAt(key: string): number {
    return this.#looks.get(key) ?? 0;
  }

  #look(key: string): void {
    this.#looks.set(key, this.#looksAt(key) + 1);
  }

  #expand(node: Node): void {
    const { order, walked } = node.position;
    this.#look(axesKey(order));
    for (const axis of axisNames) this.#look(`${axis}.${order.axes[axis]}`);
    const known = new Set(node.tried.map((edge) => edge.name));
    for (const next of nextEvents(order, walked))
      if (!known.has(next.name) && !this.#isStale(node, next)) this.#try(node, next);
  }

  /** Whether an event of no consequence would show nothing new. */
  #isStale({ position: { order }, depth }: Node, { name, type }: NextEvent): boolean {
    const outcome = this.#usual.get(name);
    if (outcome === undefined || depth === 0) return false;
    return axisNames.every((axis) => this.#goals.has(`${axis}.${order.axes[axis]}/${type}:${outcome}`));
  }

  #try(node: Node, next: NextEvent): Node | null {
    let step: WalkStep;
    let goals: readonly string[];
    try {
      step = takeEvent(node.position, next);
      goals = goalsOf(step);
    } catch (error) {
      this.#violate(node, next.name, error instanceof Error ? error.message : String(error));
      return null;
    }
    const news = this.#note(goals);
    if (ofNoConsequence.test(next.name)) this.#usual.set(next.name, step.outcome);
    const signature = signatureAt(node.archetype, step.position);
    const idle = signature === node.signature;
    const known = idle ? node : this.#signatures.get(signature);
    const child = known === undefined ? this.#keep(node, step, signature) : null;
    if (child !== null) (news ? this.#bright : this.#waiting).push(child);
    const to = known ?? child;
    if (!node.tried.some((edge) => edge.name === next.name))
      node.tried.push({ name: next.name, goals: goals.map((goal) => this.#idOf(goal)), idle, to });
    return to;
  }

  /** Notes what was shown; whether any of it is new. */
  #note(goals: readonly string[]): boolean {
    const fresh = goals.filter((goal) => !this.#goals.has(goal));
    for (const goal of fresh) {
      this.#idOf(goal);
      if (this.#options.wanted.has(goal)) this.#countWanted(goal, -1);
    }
    return fresh.length > 0;
  }

  #idOf(goal: string): number {
    const id = this.#goals.get(goal) ?? this.#goals.size;
    this.#goals.set(goal, id);
    return id;
  }

  /** A node for a kind of order that is new. */
  #keep(parent: Node, step: WalkStep, signature: string): Node | null {
    const of = orderOf(step.position);
    const broken = step.result === null ? [] : brokenStepInvariants(step.before, step.result, step.event, of);
    for (const message of [...broken, ...brokenInvariants(step.position.order, of)])
      this.#violate(parent, step.name, message);
    if (parent.depth + 1 > this.#options.maxDepth) return null;
    const { archetype, depth } = parent;
    const { name, position } = step;
    const node: Node = { archetype, parent, name, depth: depth + 1, position, signature, tried: [] };
    this.#signatures.set(signature, node);
    return node;
  }

  #violate(node: Node, name: string, message: string): void {
    const kind = message.replaceAll(/\d+/g, '#');
    const events = [...namesTo(node), name];
    const known = this.#violations.get(kind);
    if (known !== undefined && known.events.length <= events.length) return;
    this.#violations.set(kind, { archetype: node.archetype.name, events, message });
  }
}

/** What an order has in common with orders of its archetype that will fare alike. */
function signatureAt(archetype: Archetype, { order }: Position): string {
  return `${archetype.name} ${signatureOf(order)}`;
}

/** The events from the draft to a node. */
function namesTo(node: Node): readonly string[] {
  const names: string[] = [];
  for (let at: Node | null = node; at?.parent; at = at.parent) names.push(at.name);
  return names.reverse();
}
