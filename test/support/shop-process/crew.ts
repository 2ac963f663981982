import { ShopProcess, type ShopSetup } from './shop-process.ts';

/** Processes of one shop that die and are replaced. A spare one is always being started, so that nobody waits for it. */
export class ProcessCrew {
  readonly #setupOf: (index: number) => ShopSetup;
  readonly #members: ShopProcess[] = [];
  #spare: Promise<ShopProcess>;
  #started = 0;

  private constructor(setupOf: (index: number) => ShopSetup) {
    this.#setupOf = setupOf;
    this.#spare = this.#startOne();
  }

  /** Starts a crew of some processes. `setupOf` tells what the n-th process ever gets: a trace file of its own, say. */
  static async start(size: number, setupOf: (index: number) => ShopSetup): Promise<ProcessCrew> {
    const crew = new ProcessCrew(setupOf);
    for (let n = 0; n < size; n += 1) await crew.#takeSpare();
    return crew;
  }

  /** Those that work, dead ones among them until they are replaced. */
  get members(): readonly ShopProcess[] {
    return this.#members;
  }

  /** Puts new processes in the place of dead ones; gives the dead. */
  async replaceDead(): Promise<readonly ShopProcess[]> {
    const dead = this.#members.filter((member) => !member.isAlive);
    for (const member of dead) {
      this.#members.splice(this.#members.indexOf(member), 1);
      await this.#takeSpare();
    }
    return dead;
  }

  async stop(): Promise<void> {
    const spare = await this.#spare.catch(() => null);
    await Promise.all([...this.#members, ...(spare === null ? [] : [spare])].map((member) => member.stop()));
  }

  async #takeSpare(): Promise<void> {
    this.#members.push(await this.#spare);
    this.#spare = this.#startOne();
  }

  #startOne(): Promise<ShopProcess> {
    this.#started += 1;
    const started = ShopProcess.start(this.#setupOf(this.#started));
    // It is awaited when it is needed, or at the end.
    started.catch(() => {});
    return started;
  }
}
