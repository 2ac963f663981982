import {
  type Axis,
  axisStates,
  commandTypes,
  machineVersion,
  publishedTypes,
  requestTypes,
  rules,
  statusTags,
} from '../../machine/index.ts';
import { eventTypes } from './coverage.ts';
import { chartEdges } from './goals.ts';

/** What a version of the statechart is, as data: two versions with the same graph take the same orders. */
export interface StateGraph {
  readonly machineVersion: number;
  /** The states of each axis. */
  readonly states: Readonly<Record<Axis, readonly string[]>>;
  /** The tags of each status. */
  readonly tags: Readonly<Record<string, readonly string[]>>;
  /** `axis: from > to`. */
  readonly edges: readonly string[];
  readonly events: readonly string[];
  readonly requests: readonly string[];
  readonly commands: readonly string[];
  readonly published: readonly string[];
  /** The ids of the rules. */
  readonly rules: readonly string[];
}

/**
 * The state graph of the statechart that runs, every list sorted.
 *
 * @example
 * import { stateGraph } from 'statecart/testing';
 * console.log(stateGraph().edges.filter((edge) => edge.startsWith('status: ')));
 */
export function stateGraph(): StateGraph {
  return {
    machineVersion,
    states: axisStates,
    tags: statusTags,
    edges: chartEdges()
      .map(({ axis, from, to }) => `${axis}: ${from} > ${to}`)
      .sort(),
    events: [...eventTypes].sort(),
    requests: [...requestTypes].sort(),
    commands: [...commandTypes].sort(),
    published: [...publishedTypes].sort(),
    rules: rules.map(({ id }) => id).sort(),
  };
}
