import type { Timestamp } from '../../../machine/index.ts';
import type { Clock, CloudEvent } from '../../../ports/index.ts';
import type { BookTable, Library } from './books.ts';

/** How long a fact that was not taken waits before it is delivered again: doubled each time, up to the longest. */
const firstRetryMs = 1_000;
const longestRetryMs = 60_000;
/** How often a fact is delivered before it is laid aside. */
const maxDeliveries = 200;

/** Something that is to happen. Kept in the books, so that it survives the process. */
export type Task = {
  readonly id: string;
  readonly at: Timestamp;
  /** Tasks of one moment happen in this order. */
  readonly order: number;
  /** Who handles it; `fact`: it is delivered. */
  readonly kind: string;
  /** What it belongs to: its tasks can be called off together. */
  readonly group: string;
  readonly data: object;
  readonly attempts: number;
};

/** Takes a fact over; a promise is awaited. What it throws makes the fact come again. */
export type Deliver = (event: CloudEvent) => unknown;

/** What is to happen in the simulated world, and when. */
export interface Agenda {
  /** Only within {@link Library.write}. Returns the task's number, unique for ever. */
  schedule(task: {
    readonly kind: string;
    readonly group: string;
    readonly delayMs: number;
    /** Plain JSON. */
    readonly data: object;
  }): number;
  /** Calls off a group's tasks of a kind. Only within {@link Library.write}. */
  cancel(kind: string, group: string): void;
  /** Says who handles a kind of task: synchronously, within a change of the books. */
  on<Data extends object>(kind: string, handle: (data: Data) => void): void;
  /** Takes the tasks up that stand in the books. */
  resume(): void;
  /** Sets no more timers. */
  stop(): void;
  /** How many facts are being delivered now. */
  delivering(): number;
}

/** Makes an agenda over the library's books. */
export function createAgenda(library: Library, clock: Clock, deliver: Deliver): Agenda {
  const tasks: BookTable<Task> = library.table('agenda', 'tasks');
  const undelivered: BookTable<Task> = library.table('agenda', 'undelivered');
  const counters: BookTable<{ value: number }> = library.table('agenda', 'counters');
  const handlers = new Map<string, (data: object) => void>();
  /** By time, then order. May hold tasks that are over: the books are the truth. */
  let queue: Task[] = [];
  /** Deliveries under way, by group: the facts of one order go one after the other. */
  const lanes = new Map<string, Promise<void>>();
  let inFlight = 0;
  let life = 0;
  let stopped = false;
  let armedAt = Number.POSITIVE_INFINITY;
  let disarm = () => {};

  const enqueue = (task: Task) => {
    let low = 0;
    let high = queue.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const other = queue[middle];
      if (other !== undefined && (other.at < task.at || (other.at === task.at && other.order < task.order)))
        low = middle + 1;
      else high = middle;
    }
    queue.splice(low, 0, task);
    arm();
  };
  const arm = () => {
    const first = queue[0];
    if (stopped || first === undefined || first.at >= armedAt) return;
    disarm();
    armedAt = first.at;
    disarm = clock.after(Math.max(0, first.at - clock.now()), run);
  };
  const run = () => {
    armedAt = Number.POSITIVE_INFINITY;
    for (let task = queue[0]; task !== undefined && task.at <= clock.now() && !stopped; task = queue[0]) {
      queue.shift();
      if (tasks.get(task.id) !== task) continue;
      if (task.kind === 'fact') post(task);
      else perform(task);
    }
    arm();
  };
  const perform = (task: Task) => {
    try {
      library.write(() => {
        tasks.remove(task.id);
        const handle = handlers.get(task.kind);
        if (handle === undefined) throw new Error(`nobody handles tasks of the kind "${task.kind}"`);
        handle(task.data);
      });
    } catch (error) {
      retry(task, error);
    }
  };
  const post = (task: Task) => {
    const born = life;
    inFlight += 1;
    const before = lanes.get(task.group) ?? Promise.resolve();
    const posted = before
      .then(() => deliver(task.data as CloudEvent))
      .then(
        () => (born === life ? library.write(() => tasks.remove(task.id)) : undefined),
        (error: unknown) => (born === life ? retry(task, error) : undefined),
      )
      .catch((error: unknown) => (born === life ? retry(task, error) : undefined))
      .finally(() => {
        inFlight -= 1;
        if (lanes.get(task.group) === posted) lanes.delete(task.group);
      });
    lanes.set(task.group, posted);
  };
  /** Later again; what can't even be written down stays due, and is taken up when the books can be written. */
  const retry = (task: Task, error: unknown) => {
    const attempts = task.attempts + 1;
    const waitMs = Math.min(longestRetryMs, firstRetryMs * 2 ** Math.min(attempts - 1, 16));
    const lastError = error instanceof Error ? error.message : String(error);
    const again: Task = { ...task, attempts, at: clock.now() + waitMs, data: task.data };
    try {
      library.write(() => {
        tasks.remove(task.id);
        if (attempts < maxDeliveries) tasks.put(task.id, again);
        else undelivered.put(task.id, { ...again, data: { ...task.data, lastError } });
      });
      const kept = tasks.get(task.id);
      if (kept !== undefined) enqueue(kept);
    } catch {
      if (!stopped) clock.after(waitMs, () => enqueue(task));
    }
  };

  return {
    schedule({ kind, group, delayMs, data }) {
      const order = (counters.get('tasks')?.value ?? 0) + 1;
      const id = String(order);
      counters.put('tasks', { value: order });
      tasks.put(id, { id, at: clock.now() + Math.max(0, delayMs), order, kind, group, data, attempts: 0 });
      const kept = tasks.get(id);
      if (kept !== undefined) enqueue(kept);
      return order;
    },
    cancel(kind, group) {
      for (const task of tasks.values())
        if (task.kind === kind && task.group === group) tasks.remove(task.id);
    },
    on: (kind, handle) => void handlers.set(kind, handle as (data: object) => void),
    resume() {
      life += 1;
      stopped = false;
      lanes.clear();
      queue = tasks.values().toSorted((one, other) => one.at - other.at || one.order - other.order);
      disarm();
      armedAt = Number.POSITIVE_INFINITY;
      arm();
    },
    stop() {
      stopped = true;
      disarm();
      armedAt = Number.POSITIVE_INFINITY;
    },
    delivering: () => inFlight,
  };
}
