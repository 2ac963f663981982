/** Identifiers. */
export interface Ids {
  /** A new UUID, version 7 (RFC 9562): later ones sort later. */
  next(): string;
}
