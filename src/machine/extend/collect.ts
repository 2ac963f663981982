import { OrderError, type Problem } from '../../errors/index.ts';
import type { Axis } from '../axes.ts';
import type { Order } from '../order.ts';
import type { AnyExtension, OwnState } from './extension.ts';
import { readPath } from './paths.ts';
import { problemsWith } from './problems.ts';

/** A state of an extension, with its place. */
export interface PlacedState {
  readonly axis: Axis;
  /** The state of the base that it stands in. */
  readonly base: string;
  readonly name: string;
  /** As the column of its axis holds it: `shipped.on_hold_for_pickup`. */
  readonly path: string;
  readonly state: OwnState<Order, string, string>;
}

/** What several extensions add together, by name. */
export interface Additions {
  readonly extensions: readonly AnyExtension[];
  readonly fields: NonNullable<AnyExtension['fields']>;
  readonly requests: NonNullable<AnyExtension['requests']>;
  readonly facts: NonNullable<AnyExtension['facts']>;
  readonly commands: NonNullable<AnyExtension['commands']>;
  readonly fill: NonNullable<AnyExtension['fill']>;
  readonly published: NonNullable<AnyExtension['published']>;
  readonly deadlines: NonNullable<AnyExtension['deadlines']>;
  readonly take: NonNullable<AnyExtension['take']>;
  readonly within: NonNullable<AnyExtension['within']>;
  readonly personal: ReadonlySet<string>;
  readonly states: readonly PlacedState[];
  /** The axis whose region takes an event, or a deadline. */
  readonly axisOf: ReadonlyMap<string, Axis>;
}

/**
 * Puts extensions together.
 * @throws OrderError `OPTIONS_INVALID` with every name that is taken twice, and all else that is wrong.
 */
export function collect(extensions: readonly AnyExtension[]): Additions {
  const problems = problemsWith(extensions);
  if (problems.length > 0) throw wrong(extensions, problems);
  const all = <
    K extends
      | 'fields'
      | 'requests'
      | 'facts'
      | 'commands'
      | 'fill'
      | 'published'
      | 'deadlines'
      | 'take'
      | 'within',
  >(
    part: K,
  ) => Object.assign({}, ...extensions.map((extension) => extension[part])) as NonNullable<AnyExtension[K]>;
  return {
    extensions,
    fields: all('fields'),
    requests: all('requests'),
    facts: all('facts'),
    commands: all('commands'),
    fill: all('fill'),
    published: all('published'),
    deadlines: all('deadlines'),
    take: all('take'),
    within: all('within'),
    personal: new Set(extensions.flatMap(({ personal }) => personal ?? [])),
    states: extensions.flatMap(({ states }) =>
      Object.entries(states ?? {}).flatMap(([path, state]) => {
        const place = readPath(path);
        return place === null ? [] : [{ ...place, path: `${place.base}.${place.name}`, state }];
      }),
    ),
    axisOf: new Map(
      extensions.flatMap(({ take, deadlines, axis = 'status' }) =>
        Object.keys({ ...take, ...deadlines }).map((name) => [name, axis] as const),
      ),
    ),
  };
}

function wrong(extensions: readonly AnyExtension[], problems: readonly Problem[]): OrderError {
  const list = problems.map(({ path, message }) => `${path} ${message}`).join('; ');
  const names = extensions.map(({ name }) => `"${name}"`).join(', ');
  return new OrderError('OPTIONS_INVALID', `the order can't be extended by ${names}: ${list}.`, {
    retry: 'afterFix',
    problems: [...problems],
  });
}
