import { OrderError } from '../../errors/index.ts';
import type { CommandRef, PublishedRef } from '../commands.ts';
import type { Order } from '../order.ts';
import type { OrderContext } from './behaviour.ts';
import type { Act, Chart, ChartEvent, Move, Place } from './compile.ts';

/** What a chart came to when it was at rest again. */
export interface Ran {
  readonly context: OrderContext;
  /** The state of each region. */
  readonly states: Readonly<Record<string, string>>;
  readonly published: readonly PublishedRef[];
  readonly commands: readonly CommandRef[];
}

/** The longest macrostep begins one operation for each reservation, payment and parcel; a chart that never rests must not hang. */
export const microstepLimit = 5000;

/**
 * Runs a chart over one event until it is at rest, as XState does (SCXML's macrostep): the event's transitions of all
 * regions, then eventless ones, all of a round chosen over the order as it was before the round.
 *
 * @throws OrderError `INVARIANT_VIOLATED` for a state that the chart does not have, and for a chart that never rests.
 */
export function runChart(chart: Chart, order: Order, event: ChartEvent): Ran {
  const run = new Run(chart, order, event);
  run.round(run.active.map((place) => place.on.get(event.type)?.(run.context, event) ?? null));
  for (let count = 0; ; count += 1) {
    if (count >= microstepLimit) throw neverRests(order, event);
    const moves = run.active.map((place) => place.always(run.context, event));
    if (!run.round(moves)) break;
  }
  return {
    context: run.context,
    states: Object.fromEntries(run.active.map(({ region, name }) => [region, name])),
    published: run.published,
    commands: run.commands,
  };
}

class Run {
  readonly published: PublishedRef[] = [];
  readonly commands: CommandRef[] = [];
  context: OrderContext;
  /** The state of each region; one that was entered later stands behind: its actions come later, as XState has it. */
  active: Place[];
  readonly #event: ChartEvent;

  constructor(chart: Chart, order: Order, event: ChartEvent) {
    this.context = { order, outcome: null, anomaly: null };
    this.#event = event;
    this.active = [...chart].map(([region, places]) => {
      const name = (order.axes as Readonly<Record<string, string>>)[region] ?? '';
      const place = places.get(name);
      if (!place) throw unknownState(order, region, name);
      return place;
    });
  }

  /** Takes the transitions of one round, one a region. Whether there were any. */
  round(moves: readonly (Move | null)[]): boolean {
    let any = false;
    const entered: Place[] = [];
    for (const move of moves) {
      if (move === null) continue;
      any = true;
      for (const act of move.acts) this.#do(act);
      if (move.to !== null) entered.push(move.to);
    }
    if (entered.length > 0) {
      entered.sort((a, b) => a.order - b.order);
      const stay = this.active.filter((_place, at) => (moves[at]?.to ?? null) === null);
      for (const place of entered) for (const act of place.entry) this.#do(act);
      this.active = [...stay, ...entered];
    }
    return any;
  }

  #do(act: Act): void {
    const { context, published, commands } = act(this.context, this.#event);
    this.context = { ...this.context, ...context };
    this.published.push(...published);
    this.commands.push(...commands);
  }
}

function unknownState(order: Order, region: string, name: string): OrderError {
  return new OrderError(
    'INVARIANT_VIOLATED',
    `order ${order.number ?? order.id} is \`${name}\` on the axis ${region}, which this statechart does not have. Was it written by another version, or by hand?`,
    { details: { orderId: order.id, axis: region, state: name } },
  );
}

function neverRests(order: Order, event: ChartEvent): OrderError {
  return new OrderError(
    'INVARIANT_VIOLATED',
    `order ${order.number ?? order.id} never comes to rest after ${event.type}: more than ${microstepLimit} microsteps. Nothing was written; please report this.`,
    { details: { orderId: order.id, type: event.type } },
  );
}
