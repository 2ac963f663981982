import type { EventPayloadInput, FactType, JsonObject } from '../../../machine/index.ts';
import type { Clock, CloudEvent } from '../../../ports/index.ts';
import { isolate } from '../isolate.ts';
import { type Agenda, createAgenda, type Deliver } from './agenda.ts';
import { createLibrary, type Library, type OnChange } from './books.ts';

/** What every simulated party is made from. */
export interface OutsideOptions {
  /** The time that the simulated world lives by. */
  readonly clock: Clock;
  /**
   * Takes the facts that the outside reports, as CloudEvents: `type` is a fact's type, `subject` the order's id, `data`
   * the payload. What it throws makes the fact come again, with the same `id`. @defaultValue facts go nowhere
   */
  readonly deliver?: Deliver;
  /** Keeps the books durable. @defaultValue they live in memory only */
  readonly onChange?: OnChange;
}

/** A fact as a party reports it. */
export interface Report<T extends FactType> {
  /** Who says so: the `source` of the CloudEvent. */
  readonly source: string;
  readonly type: T;
  readonly orderId: string;
  readonly data: EventPayloadInput<T>;
  /** How long after it happened it is reported, in milliseconds. @defaultValue 0 */
  readonly lateMs?: number;
  /** Whether it is reported again: once under the same id, and once under another. @defaultValue false */
  readonly duplicate?: boolean;
}

/** What the parties of one world share: time, books, agenda. */
export interface Outside {
  readonly clock: Clock;
  readonly library: Library;
  readonly agenda: Agenda;
  /** Puts a fact on its way. Only within {@link Library.write}. */
  report<T extends FactType>(report: Report<T>): void;
}

/** Makes the outside that one or several parties live in. */
export function createOutside(options: OutsideOptions): Outside {
  const { clock } = options;
  const library = createLibrary(options.onChange);
  const agenda = createAgenda(library, clock, options.deliver ?? (() => {}));
  const reports = library.table<{ value: number }>('agenda', 'counters');

  const cloudEvent = (report: Report<FactType>): CloudEvent => {
    const value = (reports.get('reports')?.value ?? 0) + 1;
    reports.put('reports', { value });
    return {
      specversion: '1.0',
      id: `${report.source}:${value}`,
      source: report.source,
      type: report.type,
      subject: report.orderId,
      time: new Date(clock.now()).toISOString(),
      datacontenttype: 'application/json',
      data: isolate(report.data) as JsonObject,
    };
  };
  const send = (event: CloudEvent, delayMs: number) =>
    agenda.schedule({
      kind: 'fact',
      group: event.subject ?? '',
      delayMs,
      data: event,
    });

  return {
    clock,
    library,
    agenda,
    report(report) {
      const event = cloudEvent(report);
      const delayMs = report.lateMs ?? 0;
      send(event, delayMs);
      if (report.duplicate !== true) return;
      send(event, delayMs);
      send(cloudEvent(report), delayMs);
    },
  };
}
