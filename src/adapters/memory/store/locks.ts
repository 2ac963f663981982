import { OrderError } from '../../../errors/index.ts';

/** Somebody who holds locks: a transaction. */
export interface LockOwner {
  readonly name: string;
}

interface Held {
  readonly owner: LockOwner;
  readonly freed: Promise<void>;
  readonly free: () => void;
}

/** Locks by name that transactions hold until they end. Everything outside a transaction only waits for them. */
export class Locks {
  private readonly held = new Map<string, Held>();
  private readonly waitsFor = new Map<LockOwner, LockOwner>();

  isHeld(name: string): boolean {
    return this.held.has(name);
  }

  /**
   * `null` if none of the names is held; else what to wait for before asking again. Asking again is needed, since
   * somebody else may have been faster.
   */
  blocked(names: readonly string[]): Promise<void> | null {
    const name = names.find((candidate) => this.held.has(candidate));
    return name === undefined ? null : (this.held.get(name)?.freed ?? null);
  }

  /**
   * Takes locks for an owner, in the order of their names; those it has already stay its own.
   * @throws OrderError `STORE_UNAVAILABLE` (`later`) if waiting would never end, because the holder waits for this owner.
   */
  async acquire(names: readonly string[], owner: LockOwner): Promise<void> {
    for (const name of names.toSorted()) {
      for (
        let held = this.held.get(name);
        held !== undefined && held.owner !== owner;
        held = this.held.get(name)
      ) {
        this.refuseDeadlock(name, owner, held.owner);
        this.waitsFor.set(owner, held.owner);
        await held.freed;
        this.waitsFor.delete(owner);
      }
      if (!this.held.has(name)) this.hold(name, owner);
    }
  }

  /** Gives all locks of an owner back. */
  release(owner: LockOwner): void {
    for (const [name, held] of this.held) {
      if (held.owner !== owner) continue;
      this.held.delete(name);
      held.free();
    }
  }

  private hold(name: string, owner: LockOwner): void {
    let free = () => {};
    const freed = new Promise<void>((resolve) => {
      free = resolve;
    });
    this.held.set(name, { owner, freed, free });
  }

  private refuseDeadlock(name: string, owner: LockOwner, holder: LockOwner): void {
    for (let next: LockOwner | undefined = holder; next !== undefined; next = this.waitsFor.get(next)) {
      if (next !== owner) continue;
      throw new OrderError(
        'STORE_UNAVAILABLE',
        `deadlock: ${owner.name} waits for "${name}", whose holder waits for ${owner.name}. Roll back and run it again.`,
        { retry: 'later', details: { lock: name } },
      );
    }
  }
}
