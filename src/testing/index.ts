export { failure, inFlight, type OperationKind, type Standing, success } from './answers.ts';
export type { Candidate } from './candidate.ts';
export { candidateEvents } from './candidate-events.ts';
export {
  type Absent,
  type OrderStoreContractOptions,
  orderStoreContract,
  type StoreUnderTest,
} from './contracts/order-store.ts';
export { brokenInvariants, brokenStepInvariants } from './invariants.ts';
export {
  type SampleOptions,
  sampleDraft,
  sampleId,
  sampleLine,
  sampleOrder,
  sampleTime,
} from './sample-orders.ts';
export { type Archetype, archetypes, draftOf } from './walk/archetypes.ts';
export {
  allPairs,
  type Coverage,
  coverPaths,
  eventTypes,
  type Pair,
  type TakenEdge,
} from './walk/coverage.ts';
export type { Violation } from './walk/explore.ts';
export { extendedArchetypes } from './walk/extended-archetypes.ts';
export { finishWalk } from './walk/finish.ts';
export { type GeneratedPaths, type GenerateOptions, generatePaths } from './walk/generate.ts';
export { type ChartEdge, chartEdges, edgesOf } from './walk/goals.ts';
export { archetypeOf, type Path, pathOrderId, takeNamed, walkPath } from './walk/path.ts';
export { type StateGraph, stateGraph } from './walk/state-graph.ts';
export type { Walked } from './walk/walked.ts';
export {
  beginWalk,
  type NextEvent,
  nextEvents,
  type Position,
  takeEvent,
  type WalkOutcome,
  type WalkStep,
  walkMeta,
  walkPaceMs,
  walkStart,
} from './walk/walker.ts';
