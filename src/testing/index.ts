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
export { finishWalk } from './walk/finish.ts';
export { type GeneratedPaths, type GenerateOptions, generatePaths } from './walk/generate.ts';
export { type ChartEdge, chartEdges, edgesOf } from './walk/goals.ts';
export { archetypeOf, type Path, pathOrderId, takeNamed, walkPath } from './walk/path.ts';
export { type StateGraph, stateGraph } from './walk/state-graph.ts';
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
export type { MakeOrders } from './world/crew.ts';
export { failureText } from './world/failure-text.ts';
export type { Tally } from './world/log.ts';
export { type Mark, marks, missingMarks } from './world/marks.ts';
export { type SimulateOptions, type Simulation, simulate } from './world/simulate.ts';
export type { Parts } from './world/world.ts';
