/** What every call of a port carries besides its request. */
export interface PortCall {
  /** The idempotency key: the same key is the same effect, however often it is called. */
  readonly key: string;
  /** Aborted when the caller gives up waiting; the outcome is then unknown. */
  readonly signal: AbortSignal;
  /** W3C trace context, to be passed on. */
  readonly traceparent: string | null;
}

/** What every port with effects declares. All fields may be left out. */
export interface PortTraits {
  /** How long one call may take, in milliseconds. @defaultValue 10000 */
  readonly timeoutMs?: number;
  /**
   * How long after a call `find` may still not see its effect, in milliseconds: only later is "not found" a proof.
   * @defaultValue 0
   */
  readonly settleMs?: number;
}
