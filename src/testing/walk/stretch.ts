import type { Spot, Way } from './spots.ts';

/** A part of a path: from a spot to a spot below it, with the events to put in on the way. */
export interface Stretch {
  readonly names: readonly string[];
  readonly goals: readonly number[];
  /** New goals an event. */
  readonly worth: number;
}

/** What the search for a stretch may do. */
export interface StretchOptions {
  /** What it costs to begin, in events. */
  readonly beginning: number;
  /** Whether events may be put in on the way, and not only at the end. */
  readonly insert: boolean;
  readonly isNew: (goal: number) => boolean;
}

/** The stretch from a spot with the most new goals an event; `null` if none shows anything new. */
export function bestStretch(start: Spot, options: StretchOptions): Stretch | null {
  const search = new Search(options);
  search.visit(start, 0, options.beginning);
  return search.best;
}

class Search {
  best: Stretch | null = null;
  readonly #options: StretchOptions;
  readonly #names: string[] = [];
  readonly #goals: number[] = [];
  readonly #counted = new Set<number>();

  constructor(options: StretchOptions) {
    this.#options = options;
  }

  visit(spot: Spot, gainBefore: number, costBefore: number): void {
    const mark = this.#mark();
    let gain = gainBefore;
    let cost = costBefore;
    for (const way of spot.idle) {
      const fresh = this.#fresh(way);
      if (fresh === 0) continue;
      this.#go(way);
      gain += fresh;
      cost += 1;
    }
    this.#offer(gain, cost);
    if (!this.#options.insert) {
      this.#back(mark);
      [gain, cost] = [gainBefore, costBefore];
    }
    for (const way of spot.last) this.#along(way, () => this.#offer(gain + this.#gained, cost + 1));
    for (const child of spot.children)
      this.#along(child, () => this.visit(child, gain + this.#gained, cost + 1));
    this.#back(mark);
  }

  #gained = 0;

  #along(way: Pick<Way, 'name' | 'goals'>, then: () => void): void {
    const mark = this.#mark();
    this.#gained = this.#fresh(way);
    this.#go(way);
    then();
    this.#back(mark);
  }

  #offer(gain: number, cost: number): void {
    if (gain === 0 || gain / cost <= (this.best?.worth ?? 0)) return;
    this.best = { names: [...this.#names], goals: [...this.#goals], worth: gain / cost };
  }

  #fresh({ goals }: Pick<Way, 'goals'>): number {
    let fresh = 0;
    for (const goal of goals) if (!this.#counted.has(goal) && this.#options.isNew(goal)) fresh += 1;
    return fresh;
  }

  #go({ name, goals }: Pick<Way, 'name' | 'goals'>): void {
    this.#names.push(name);
    for (const goal of goals)
      if (!this.#counted.has(goal)) {
        this.#counted.add(goal);
        this.#goals.push(goal);
      }
  }

  #mark(): readonly [number, number] {
    return [this.#names.length, this.#goals.length];
  }

  #back([names, goals]: readonly [number, number]): void {
    this.#names.length = names;
    while (this.#goals.length > goals) this.#counted.delete(this.#goals.pop() as number);
  }
}
