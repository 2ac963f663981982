/** Time, as the runtime sees it. */
export interface Clock {
  /** Milliseconds since the Unix epoch. */
  now(): number;
  /** Resolves after `ms`, or as soon as `signal` is aborted; never rejects. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
  /** Calls `run` after `ms` unless cancelled; does not keep the process alive. Returns the cancellation. */
  after(ms: number, run: () => void): () => void;
}
