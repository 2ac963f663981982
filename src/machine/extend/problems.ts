import * as z from 'zod';
import type { Problem } from '../../errors/index.ts';
import { axisNames } from '../axes.ts';
import { commandTypes, publishedTypes } from '../commands.ts';
import { eventSchemas, factSchemas } from '../events/index.ts';
import { rules } from '../rules/table.ts';
import type { AnyExtension } from './extension.ts';
import { otherwise, readPath } from './paths.ts';

/** A name as events, commands, deadlines and published events have it. */
const dotted = /^[a-z][a-z0-9_]*(?:\.[a-z][a-z0-9_]*)+$/;
const plain = /^[A-Za-z_][A-Za-z0-9_]*$/;

/** The names that the base has, by what they name. */
const taken = {
  event: Object.keys(eventSchemas),
  command: commandTypes,
  deadline: factSchemas['deadline.reached'].shape.name.options,
  'published event': publishedTypes,
  rule: rules.map(({ id }) => id),
} as const;

/** Names in an extension, each with where it stands. */
interface Named {
  readonly what: string;
  readonly name: string;
  readonly path: string;
  readonly shape: RegExp | null;
}

/** All that is wrong with extensions, each by itself and all together. */
export function problemsWith(extensions: readonly AnyExtension[]): readonly Problem[] {
  const owners = new Map<string, string>();
  for (const [what, names] of Object.entries(taken))
    for (const name of names) owners.set(`${what} ${name}`, 'the base');
  return extensions.flatMap((extension) => [
    ...(extensions.filter(({ name }) => name === extension.name).length > 1
      ? [problem(extension.name, 'name_taken', 'is the name of two extensions; give each its own')]
      : []),
    ...namesOf(extension).flatMap(({ what, name, path, shape }): Problem[] => {
      if (shape !== null && !shape.test(name))
        return [
          problem(
            path,
            'malformed',
            `is no name of ${what === 'event' ? 'an' : 'a'} ${what}; it has to match ${shape.source}`,
          ),
        ];
      const key = `${what} ${name}`;
      const owner = owners.get(key);
      owners.set(key, owner ?? `the extension "${extension.name}"`);
      if (owner === undefined) return [];
      return [
        problem(
          path,
          'name_taken',
          `is a name that ${owner} has for ${what === 'event' ? 'an' : 'a'} ${what} already; take another`,
        ),
      ];
    }),
    ...ownProblems(extension),
  ]);
}

function namesOf(extension: AnyExtension): readonly Named[] {
  const of = (part: keyof AnyExtension, what: string, shape: RegExp | null): readonly Named[] =>
    Object.keys((extension[part] as object | undefined) ?? {}).map((name) => ({
      what,
      name,
      shape,
      path: `${extension.name}.${part}["${name}"]`,
    }));
  return [
    ...of('fields', 'field', plain),
    ...of('requests', 'event', dotted),
    ...of('facts', 'event', dotted),
    ...of('commands', 'command', dotted),
    ...of('deadlines', 'deadline', dotted),
    ...of('published', 'published event', dotted),
    ...of('states', 'state', null),
    ...Object.entries(extension.rules ?? {}).flatMap(([on, list]) =>
      list.map(
        ({ id }, index): Named => ({
          what: 'rule',
          name: id,
          shape: dotted,
          path: `${extension.name}.rules["${on}"][${index}].id`,
        }),
      ),
    ),
  ];
}

/** What is wrong with an extension by itself. */
function ownProblems(extension: AnyExtension): readonly Problem[] {
  const {
    name,
    fields = {},
    requests = {},
    facts = {},
    commands = {},
    states = {},
    take = {},
    fill = {},
  } = extension;
  const problems: Problem[] = [];
  const add = (path: string, code: string, message: string) =>
    problems.push(problem(`${name}.${path}`, code, message));
  const heard = [...Object.keys(requests), ...Object.keys(facts)];
  if (extension.axis !== undefined && !axisNames.includes(extension.axis))
    add('axis', 'unknown_axis', `is "${extension.axis}", and the axes are ${axisNames.join(', ')}`);
  for (const [field, schema] of Object.entries(fields)) {
    const given = schema.safeParse(undefined);
    if (!given.success || given.data === undefined)
      add(
        `fields["${field}"]`,
        'no_default',
        'has no default, and orders that were there before do not have it; add .default(…), and a rule on order.submit if an order must have it',
      );
  }
  for (const type of heard)
    if (take[type] === undefined)
      add(`take["${type}"]`, 'missing', 'is missing: what does the order make of it?');
  for (const type of Object.keys(take))
    if (!heard.includes(type)) add(`take["${type}"]`, 'unknown_name', 'is no event of this extension');
  for (const [type, schema] of Object.entries({ ...requests, ...facts }))
    for (const key of ['type', 'meta'].filter((reserved) =>
      Object.hasOwn((schema as z.ZodObject).shape, reserved),
    ))
      add(`the payload of "${type}"`, 'reserved', `has a field "${key}", which every event has already`);
  for (const type of Object.keys(commands))
    if (fill[type] === undefined)
      add(`fill["${type}"]`, 'missing', 'is missing: what is the data of the command?');
  for (const type of Object.keys(fill))
    if (commands[type] === undefined)
      add(`fill["${type}"]`, 'unknown_name', 'is no command of this extension');
  for (const path of Object.keys(states)) {
    const place = readPath(path);
    if (place === null)
      add(
        `states["${path}"]`,
        'unknown_state',
        'is not an axis, a state of the base on it, and a name of its own in snake_case, such as status.shipped.on_hold_for_pickup',
      );
    if (place?.name === otherwise)
      add(
        `states["${path}"]`,
        'reserved',
        `is called ${otherwise}, which stands for orders that are in none of the added states`,
      );
  }
  for (const type of Object.keys(extension.within ?? {}))
    if (requests[type] === undefined)
      add(`within["${type}"]`, 'unknown_name', 'is no request of this extension');
  for (const on of Object.keys(extension.rules ?? {}))
    if (requests[on] === undefined && (!Object.hasOwn(eventSchemas, on) || Object.hasOwn(factSchemas, on)))
      add(`rules["${on}"]`, 'unknown_name', 'is neither a request of this extension nor of the base');
  return problems;
}

function problem(path: string, code: string, message: string): Problem {
  return { path, code, message };
}
