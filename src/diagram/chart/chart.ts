import type { AnyStateMachine, AnyStateNode } from 'xstate';
import { choiceOf } from './choice.ts';
import { type Guard, guardOf } from './guard.ts';

/** A state of an axis. */
export interface ChartState {
  /** Its path within the axis: `confirmed`, or `confirmed.packing` when it stands in another. */
  readonly id: string;
  /** Its own name. */
  readonly name: string;
  /** The state that it stands in. */
  readonly parent: string | null;
  /** Whether states stand in it. */
  readonly isCompound: boolean;
  /** Its own, and those of the states that it stands in. */
  readonly tags: readonly string[];
}

/** A transition of an axis. */
export interface ChartTransition {
  readonly from: string;
  readonly to: string;
  /** The event that takes it; `null`: it is taken as soon as its guard holds. */
  readonly event: string | null;
  readonly guard: Guard | null;
  /** What the statechart says of it, if it says something. */
  readonly description: string | null;
}

/** An axis: one region of the statechart. */
export interface ChartAxis {
  readonly name: string;
  readonly initial: string | null;
  readonly states: readonly ChartState[];
  readonly transitions: readonly ChartTransition[];
  /** The transient state through which moves go that have no transition of their own; it is not among the states. */
  readonly choice: string | null;
  /** Events that it takes in whatever state it is. */
  readonly takes: readonly string[];
  /** The deadlines that it takes. */
  readonly deadlines: readonly string[];
  /** The operations that it begins as soon as they are due. */
  readonly begins: readonly string[];
}

/**
 * Reads the axes out of a statechart, as XState has them: a machine of the same shape as `orderMachine`, one parallel
 * machine with a region an axis.
 */
export function readChart(machine: AnyStateMachine): readonly ChartAxis[] {
  return Object.values<AnyStateNode>(machine.states).map(readAxis);
}

function readAxis(region: AnyStateNode): ChartAxis {
  const choice = choiceOf(region);
  const nodes = descendants(region).filter((state) => state !== choice);
  const all = [region, ...nodes].flatMap(transitionsOf);
  const idOf = (state: AnyStateNode) => state.path.slice(region.path.length).join('.');
  const first = region.initial?.target?.[0];
  return {
    name: region.key,
    initial: first === undefined ? null : idOf(first),
    states: nodes.map((state) => ({
      id: idOf(state),
      name: state.key,
      parent: state.parent === undefined || state.parent === region ? null : idOf(state.parent),
      isCompound: Object.keys(state.states).length > 0,
      tags: tagsOf(state),
    })),
    transitions: nodes.flatMap((state) =>
      transitionsOf(state).flatMap(({ target = [], eventType, guard, description }) =>
        target
          .filter((to) => to !== choice)
          .map((to) => ({
            from: idOf(state),
            to: idOf(to),
            event: eventType === '' ? null : eventType,
            guard: guardOf(guard),
            description: description ?? null,
          })),
      ),
    ),
    choice: choice?.key ?? null,
    takes: unique(
      transitionsOf(region)
        .map(({ eventType }) => eventType)
        .filter((type) => type !== ''),
    ),
    deadlines: unique(all.flatMap(({ guard }) => guardOf(guard)?.list('names') ?? [])),
    begins: unique(
      all
        .filter(({ target }) => target === undefined)
        .flatMap(({ guard }) => guardOf(guard)?.list('operation') ?? []),
    ),
  };
}

function descendants(parent: AnyStateNode): readonly AnyStateNode[] {
  return Object.values<AnyStateNode>(parent.states).flatMap((state) => [state, ...descendants(state)]);
}

/** A state has the tags of those that it stands in, too. */
function tagsOf(state: AnyStateNode): readonly string[] {
  return unique([...(state.parent === undefined ? [] : tagsOf(state.parent)), ...state.tags]);
}

/** Of events and eventless, in the order in which they are declared. */
function transitionsOf(state: AnyStateNode) {
  return [...[...state.transitions.values()].flat(), ...(state.always ?? [])];
}

function unique<T>(items: readonly T[]): readonly T[] {
  return [...new Set(items)];
}
