import type { ServerResponse } from 'node:http';

/**
 * Whether the service is on its way out. Its answers then end their connections: a client that kept one would go on with
 * it, and the server could not end. That holds for requests, too, that came before.
 */
export class Closing {
  readonly #unanswered = new Set<ServerResponse>();
  #begun = false;

  get begun(): boolean {
    return this.#begun;
  }

  begin(): void {
    this.#begun = true;
    for (const response of this.#unanswered) endConnection(response);
  }

  /** To be told of every request. */
  watch(response: ServerResponse): void {
    if (this.#begun) return endConnection(response);
    this.#unanswered.add(response);
    response.once('close', () => this.#unanswered.delete(response));
  }
}

function endConnection(response: ServerResponse): void {
  if (!response.headersSent) response.setHeader('connection', 'close');
}
