import { hasTag } from '../../machine/index.ts';
import type { Archetype } from './archetypes.ts';
import type { Exploration } from './explore.ts';
import { goalsOf } from './goals.ts';
import { MissingGoals } from './missing.ts';
import type { Path } from './path.ts';
import { prune, type Spot, spotsOf } from './spots.ts';
import { bestStretch, type Stretch } from './stretch.ts';
import { beginWalk, nextEvents, type Position, takeEvent, type WalkStep } from './walker.ts';

/** What a path costs besides its events: few long paths are better than many short ones. */
const beginning = 8;
/** The longest path. */
const maxEvents = 150;
/** What an end of the order's life counts, against events after which it goes on. */
const endingShare = 0.1;

/**
 * Chooses a compact set of paths that shows what an exploration saw: again and again the path with the most new goals an
 * event, and on from its end. What counts is what a walk really shows. A goal that no walk shows again is left out.
 * `only`: the goals that count.
 */
export function selectPaths(exploration: Exploration, only?: ReadonlySet<string>): readonly Path[] {
  return new Selection(exploration, only).run();
}

interface Beginning {
  readonly root: Spot;
  readonly stretch: Stretch;
}

class Selection {
  readonly #trees: readonly Spot[];
  readonly #missing: MissingGoals;

  constructor(exploration: Exploration, only?: ReadonlySet<string>) {
    this.#trees = spotsOf(exploration);
    this.#missing = new MissingGoals(exploration.goals, only);
  }

  run(): readonly Path[] {
    const paths: Path[] = [];
    for (let careful = false; this.#missing.size > 0; ) {
      for (const tree of this.#trees) prune(tree, this.#missing.has);
      const best = this.#best(!careful);
      if (best === null) break;
      const before = this.#missing.size;
      const live = new LiveWalk(best.root.archetype, `order-${paths.length}`, this.#missing);
      live.follow(best.stretch.names);
      if (this.#missing.size < before) {
        while (live.events < maxEvents && live.takeNear());
        paths.push({ archetype: best.root.archetype.name, events: live.useful() });
        careful = false;
      } else if (careful) {
        this.#missing.giveUp(best.stretch.goals);
        careful = false;
      } else careful = true;
    }
    return paths;
  }

  #best(insert: boolean): Beginning | null {
    let best: Beginning | null = null;
    const isNew = this.#missing.has;
    for (const root of this.#trees) {
      const stretch = bestStretch(root, { beginning, insert, isNew });
      if (stretch !== null && stretch.worth > (best?.stretch.worth ?? 0)) best = { root, stretch };
    }
    return best;
  }
}

/** A path while it is being made. */
class LiveWalk {
  readonly archetype: Archetype;
  position: Position;
  readonly #missing: MissingGoals;
  readonly #names: string[] = [];
  /** How many names there were when something new was last shown. */
  #usefulUpTo = 0;

  constructor(archetype: Archetype, orderId: string, missing: MissingGoals) {
    this.archetype = archetype;
    this.position = beginWalk(archetype, orderId);
    this.#missing = missing;
  }

  get events(): number {
    return this.#names.length;
  }

  /** The path, up to the last event that showed something new. */
  useful(): readonly string[] {
    return this.#names.slice(0, this.#usefulUpTo);
  }

  /** Walks by names; an event that can't come any more is left out. */
  follow(names: readonly string[]): void {
    for (const name of names) {
      const next = nextEvents(this.position.order, this.position.walked).find((event) => event.name === name);
      if (next !== undefined) this.#take(takeEvent(this.position, next));
    }
  }

  /** Takes every event that shows something new and leaves the order as it is, else the one that shows the most. */
  takeNear(): boolean {
    let best: { readonly step: WalkStep; readonly gain: number } | null = null;
    const { order } = this.position;
    for (const next of nextEvents(order, this.position.walked)) {
      if (!this.#missing.mayShow(order, next.type)) continue;
      const step = takeEvent(this.position, next);
      const gain = this.#missing.countNew(goalsOf(step));
      if (gain === 0) continue;
      const stays = step.outcome === 'refused' || step.outcome === 'duplicate';
      if (stays) this.#take(step);
      const ends = hasTag(step.position.order.axes.status, 'ended') && !hasTag(order.axes.status, 'ended');
      const weighed = ends ? gain * endingShare : gain;
      if (!stays && weighed > (best?.gain ?? 0)) best = { step, gain: weighed };
    }
    if (best === null) return false;
    const next = nextEvents(this.position.order, this.position.walked).find(
      ({ name }) => name === best.step.name,
    );
    if (next !== undefined) this.#take(takeEvent(this.position, next));
    return next !== undefined;
  }

  #take(step: WalkStep): void {
    this.#names.push(step.name);
    this.position = step.position;
    if (this.#missing.show(goalsOf(step))) this.#usefulUpTo = this.#names.length;
  }
}
