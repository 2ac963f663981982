/** What one worker process has to do. */
export interface Job {
  readonly name: string;
  /** `null`: a PGlite in memory, of this process alone. */
  readonly url: string | null;
  readonly schema: string;
  readonly lives: number;
  readonly warmUp: number;
  /** Callers of `create` at a time. */
  readonly clients: number;
  readonly concurrency: number;
  /** Whether other processes work on the same database. */
  readonly shared: boolean;
}

/** How it went. */
export interface JobResult {
  readonly tookMs: number;
  readonly createdMs: number;
  /** How long each `create` took. */
  readonly createMs: readonly number[];
  readonly transitions: number;
  readonly commits: number;
  readonly cpuMs: number;
  readonly rssBytes: number;
}
