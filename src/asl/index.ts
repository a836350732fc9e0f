/** An interpreter of the Amazon States Language: pure, a fold over events. */
export { isObject, type Json, type JsonObject } from './json.js';
export { StatesError } from './errors.js';
export { MAX_PROBLEMS, parse, type Problem, type ProblemCode } from './parse/index.js';
export type * from './program.js';
export type { ExecutionFacts, Occurrence, StateMachineFacts, StepEvent } from './event.js';
export type {
  CancelCommand,
  Command,
  CompleteCommand,
  EndStatus,
  TaskCommand,
  TimerCommand,
} from './command.js';
export type { HistoryEntry, HistoryEvent, HistoryType } from './history.js';
export type { ExecutionState, Frame, Join, Pending, RunningTask, Stay } from './state.js';
export { mermaid } from './drawing.js';
export {
  evaluateJsonata,
  faultOfJsonata,
  jsonataOver,
  jsonataWithin,
  type Evaluate,
  type EvaluateOver,
  type Randomness,
} from './data/index.js';
export { step, type Step } from './step.js';
export { resourceOf, type Pattern, type Resource } from './resource.js';
export { run, type Outcome, type RunOptions, type TaskResult } from './run.js';
