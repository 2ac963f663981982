import type { CloudEvent, Orders } from 'statecart';

/** Puts a message of the outside on its way to the order. */
export type Tell = (orderId: string, type: string, data: NonNullable<CloudEvent['data']>) => void;

/**
 * The messages of the outside. Those of one order are sent one after the other, as a provider sends them; those of
 * different orders side by side.
 */
export class Outside {
  readonly #lanes = new Map<string, Promise<void>>();
  #sent = 0;
  #failed: Error | null = null;
  orders: Pick<Orders, 'receive'> | null = null;

  readonly tell: Tell = (orderId, type, data) => {
    this.#sent += 1;
    const event: CloudEvent = {
      specversion: '1.0',
      id: `${orderId}:${type}`,
      source: 'bench',
      type,
      subject: orderId,
      time: new Date().toISOString(),
      datacontenttype: 'application/json',
      data,
    };
    const before = this.#lanes.get(orderId) ?? Promise.resolve();
    const mine = before.then(async () => {
      await this.orders?.receive(event);
    });
    const settled = mine.catch((error: unknown) => {
      this.#failed = error instanceof Error ? error : new Error(String(error));
    });
    this.#lanes.set(orderId, settled);
    void settled.then(() => {
      if (this.#lanes.get(orderId) === settled) this.#lanes.delete(orderId);
    });
  };

  /** How many messages have been put on their way. */
  get sent(): number {
    return this.#sent;
  }

  /** @throws whatever a message failed with. */
  assertWell(): void {
    if (this.#failed !== null) throw this.#failed;
  }
}
