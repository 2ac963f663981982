/** Something that answers queries: a connection, or an open transaction. */
export interface Session {
  /** The schema's name, ready to stand in SQL. */
  readonly schema: string;
  /** Whether statements stay prepared: then one statement that fits all cases is planned once, where many would be each. */
  readonly keepsPlans: boolean;
  query<Row>(text: string, values?: readonly unknown[]): Promise<readonly Row[]>;
}

/** A database, whatever the client library. */
export interface Connection extends Session {
  /** Runs `work` in one READ COMMITTED transaction: committed when it resolves, rolled back when it rejects. */
  transaction<T>(work: (session: Session) => Promise<T>): Promise<T>;
  /** Calls `onNotify` for each NOTIFY on a channel, on a session of its own, until the returned function is called. */
  listen(channel: string, onNotify: () => void): Promise<() => Promise<void>>;
}
