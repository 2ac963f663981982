import { commandTypes, orderMachine, snapshotOf } from 'statecart/machine';
import {
  archetypeOf,
  archetypes,
  beginWalk,
  brokenInvariants,
  brokenStepInvariants,
  type Path,
  type Position,
  pathOrderId,
  takeNamed,
  type WalkStep,
  walkPath,
} from 'statecart/testing';
import { describe, expect, it } from 'vitest';
import { transition } from 'xstate';
import { readPaths } from '../../scripts/state-table/paths-file.ts';
import { assertSame } from './same.ts';

const { paths } = readPaths();
const commandNames: ReadonlySet<string> = new Set(commandTypes);
const pathsOf = (name: string) =>
  paths.map((path, index) => ({ path, index })).filter(({ path }) => path.archetype === name);

describe.each(archetypes.map(({ name }) => name))('every path of an order “%s”', (name) => {
  const own = pathsOf(name);

  it('breaks no invariant and leaves its input untouched', () => {
    expect(own.length).toBeGreaterThan(0);
    for (const { path, index } of own)
      for (const { step, where } of frozenSteps(path, index)) {
        const { order } = step.position;
        const ofStep = step.result === null ? [] : brokenStepInvariants(step.before, step.result, step.event);
        assertSame([...brokenInvariants(order), ...ofStep], [], where);
        const stays = step.outcome === 'refused' || step.outcome === 'duplicate';
        assertSame(order === step.before, stays, `${where}: the order stayed`);
      }
  });

  it('goes on the same from an order that was written down as JSON', () => {
    let again = 0;
    for (const { path, index } of own) {
      let written = roundTrip(beginWalk(archetypeOf(archetypes, name), pathOrderId(index)));
      for (const step of walkPath(archetypes, path, pathOrderId(index))) {
        const repeated = takeNamed(written, step.name);
        assertSame(JSON.stringify(repeated?.position), JSON.stringify(step.position), step.name);
        written = roundTrip(step.position);
        again += 1;
      }
    }
    expect(again).toBeGreaterThan(0);
  });

  it("comes to the states and the order that XState's own transition comes to, with the same commands", () => {
    let compared = 0;
    for (const { path, index } of own)
      for (const step of walkPath(archetypes, path, pathOrderId(index))) {
        const before = asTheChartSees(step);
        if (step.result === null || before === null) continue;
        const [snapshot, actions] = transition(orderMachine, snapshotOf(before), step.event);
        assertSame(snapshot.context.outcome ?? 'duplicate', step.outcome, step.name);
        if (step.outcome === 'duplicate') continue;
        assertSame(snapshot.value, step.position.order.axes, step.name);
        assertSame(ledgersOf(snapshot.context.order), ledgersOf(step.position.order), step.name);
        const commands = actions.map(({ type }) => type).filter((type) => commandNames.has(type));
        assertSame(commands.sort(), step.result.commands.map(({ type }) => type).sort(), step.name);
        compared += 1;
      }
    expect(compared).toBeGreaterThan(0);
  });

  it('leaves the statechart at rest after each event: an event that nobody takes moves nothing', () => {
    const unheard = { type: 'unheard of' } as unknown as WalkStep['event'];
    let looked = 0;
    for (const { path, index } of own)
      for (const step of walkPath(archetypes, path, pathOrderId(index))) {
        const snapshot = snapshotOf(step.position.order);
        const [next, actions] = transition(orderMachine, snapshot, unheard);
        assertSame(next.value, step.position.order.axes, step.name);
        assertSame(next.context.order === step.position.order, true, `${step.name}: the order stayed`);
        assertSame(actions, [], step.name);
        looked += 1;
      }
    expect(looked).toBeGreaterThan(0);
  });
});

/** A deadline leaves the order before the statechart looks; `null`: the order has no such deadline. */
function asTheChartSees({ before, event }: WalkStep): WalkStep['before'] | null {
  if (event.type !== 'deadline.reached') return before;
  const deadlines = before.deadlines.filter(
    ({ name, ref, at }) => !(name === event.name && ref === event.ref && at === event.at),
  );
  return deadlines.length === before.deadlines.length ? null : { ...before, deadlines };
}

interface Seen {
  readonly step: WalkStep;
  readonly where: string;
}

/** The steps of a path, each from a position in which nothing can be changed. */
function* frozenSteps(path: Path, index: number): Generator<Seen> {
  let position: Position = beginWalk(archetypeOf(archetypes, path.archetype), pathOrderId(index));
  for (const [place, name] of path.events.entries()) {
    const where = `path ${index} (${path.archetype}), event ${place + 1}: ${name}`;
    const step = takeNamed(freeze(position), name);
    if (step === null) throw new Error(`${where} can't come: run \`npm run state-table\``);
    yield { step, where };
    position = step.position;
  }
}

/** The order without what `step` adds after the statechart: version, sequence, deadlines, the moment. */
function ledgersOf(order: WalkStep['before']): string {
  const { version: _version, published: _published, deadlines: _deadlines, timestamps, ...ledgers } = order;
  const { updatedAt: _updatedAt, ...moments } = timestamps;
  return JSON.stringify({ ...ledgers, moments });
}

function roundTrip<T>(value: T): T {
  return JSON.parse(JSON.stringify(value)) as T;
}

function freeze<T>(value: T): T {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value;
  Object.freeze(value);
  for (const part of Object.values(value)) freeze(part);
  return value;
}
