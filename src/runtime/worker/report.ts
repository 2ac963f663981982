/** What was worked off. */
export interface WorkReport {
  /** Claims worked on: an order counts again each time that something of it falls due. */
  readonly orders: number;
  /** Commands that are over. */
  readonly commands: number;
  /** Events that the bus has taken. */
  readonly events: number;
  /** Messages from outside that were applied. */
  readonly messages: number;
  /** Deadlines that were reached. */
  readonly deadlines: number;
  /** What became a dead letter. */
  readonly deadLetters: number;
}

/** Nothing was done. */
export const emptyReport: WorkReport = {
  orders: 0,
  commands: 0,
  events: 0,
  messages: 0,
  deadlines: 0,
  deadLetters: 0,
};

/** Both together. */
export function addReports(one: WorkReport, other: WorkReport): WorkReport {
  return {
    orders: one.orders + other.orders,
    commands: one.commands + other.commands,
    events: one.events + other.events,
    messages: one.messages + other.messages,
    deadlines: one.deadlines + other.deadlines,
    deadLetters: one.deadLetters + other.deadLetters,
  };
}
