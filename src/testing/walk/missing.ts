import { axisNames, type EventType, type Order } from '../../machine/index.ts';

/** The goals that no path shows yet. */
export class MissingGoals {
  readonly #ids: ReadonlyMap<string, number>;
  readonly #missing: Set<number>;
  readonly #names: readonly string[];
  /** How many goals are missing of a state and an event, and of transitions from a state. */
  readonly #near = new Map<string, number>();

  constructor(goals: readonly string[], only: ReadonlySet<string> = new Set(goals)) {
    this.#names = goals;
    this.#ids = new Map(goals.map((goal, id) => [goal, id]));
    this.#missing = new Set([...this.#ids].filter(([goal]) => only.has(goal)).map(([, id]) => id));
    for (const goal of goals) if (only.has(goal)) this.#count(goal, 1);
  }

  get size(): number {
    return this.#missing.size;
  }

  readonly has = (goal: number): boolean => this.#missing.has(goal);

  /** Whether an event could show something new of an order. */
  mayShow({ axes }: Order, type: EventType): boolean {
    return axisNames.some((axis) => {
      const state = `${axis}.${axes[axis]}`;
      return (this.#near.get(`${state}/${type}`) ?? 0) > 0 || (this.#near.get(state) ?? 0) > 0;
    });
  }

  countNew(goals: readonly string[]): number {
    return new Set(goals.map((goal) => this.#ids.get(goal) ?? -1).filter(this.has)).size;
  }

  /** These were shown. Returns whether any was missing. */
  show(goals: readonly string[]): boolean {
    const ids = goals.map((goal) => this.#ids.get(goal) ?? -1);
    const fresh = ids.filter(this.has);
    this.giveUp(fresh);
    return fresh.length > 0;
  }

  /** These are looked for no more. */
  giveUp(ids: readonly number[]): void {
    for (const id of ids) if (this.#missing.delete(id)) this.#count(this.#names[id] ?? '', -1);
  }

  #count(goal: string, by: number): void {
    const key = goal.includes('>') ? goal.slice(0, goal.indexOf('>')) : goal.slice(0, goal.lastIndexOf(':'));
    this.#near.set(key, (this.#near.get(key) ?? 0) + by);
  }
}
