import type { Json, JsonObject } from './json.js';

/**
 * A program is the definition itself, as CreateStateMachine takes it: plain JSON, so that a row can pin it. parse() has
 * checked it; the interpreter trusts its shape.
 */
export type Program = Machine;

export type QueryLanguage = 'JSONPath' | 'JSONata';

/** The whole definition, a branch of a Parallel or the processor of a Map. */
export interface Machine {
  Comment?: string;
  StartAt: string;
  States: Readonly<Record<string, StateDefinition>>;
  QueryLanguage?: QueryLanguage;
  /** Seconds until the execution ends as TIMED_OUT; only of the whole definition. */
  TimeoutSeconds?: number;
  Version?: string;
  /** Only of a Map's processor. */
  ProcessorConfig?: ProcessorConfig;
}

export interface ProcessorConfig {
  Mode?: 'INLINE' | 'DISTRIBUTED';
  ExecutionType?: 'STANDARD' | 'EXPRESS';
}

export type StateDefinition =
  PassState | TaskState | ChoiceState | WaitState | SucceedState | FailState | ParallelState | MapState;

export type StateType = StateDefinition['Type'];

interface Common {
  Comment?: string;
  QueryLanguage?: QueryLanguage;
  Assign?: JsonObject;
  /** JSONPath: null gives `{}`. */
  InputPath?: string | null;
  OutputPath?: string | null;
  /** JSONata: a template or one expression. */
  Output?: Json;
}

interface Transition {
  Next?: string;
  End?: boolean;
}

interface Results {
  Parameters?: Json;
  /** JSONata's Parameters. */
  Arguments?: Json;
  ResultSelector?: JsonObject;
  ResultPath?: string | null;
}

interface Recovery {
  Retry?: readonly Retrier[];
  Catch?: readonly Catcher[];
}

export interface Retrier {
  ErrorEquals: readonly string[];
  IntervalSeconds?: number;
  MaxAttempts?: number;
  BackoffRate?: number;
  MaxDelaySeconds?: number;
  JitterStrategy?: 'FULL' | 'NONE';
}

export interface Catcher {
  ErrorEquals: readonly string[];
  Next: string;
  ResultPath?: string | null;
  Output?: Json;
  Assign?: JsonObject;
}

export interface PassState extends Common, Transition {
  Type: 'Pass';
  Result?: Json;
  Parameters?: Json;
  ResultPath?: string | null;
}

export interface TaskState extends Common, Transition, Results, Recovery {
  Type: 'Task';
  Resource: string;
  /** Seconds; a string is a JSONata expression. */
  TimeoutSeconds?: number | string;
  TimeoutSecondsPath?: string;
  HeartbeatSeconds?: number | string;
  HeartbeatSecondsPath?: string;
  Credentials?: Json;
}

export interface ChoiceState extends Common {
  Type: 'Choice';
  Choices: readonly ChoiceRule[];
  Default?: string;
}

/** A rule of either language: Condition, or a comparison (`Variable` and one operator), or And, Or, Not. */
export interface ChoiceRule {
  Comment?: string;
  Next?: string;
  Assign?: JsonObject;
  Output?: Json;
  Condition?: string | boolean;
  And?: readonly ChoiceRule[];
  Or?: readonly ChoiceRule[];
  Not?: ChoiceRule;
  Variable?: string;
  /** The operator, such as NumericEquals or StringMatchesPath. */
  [operator: string]: unknown;
}

export interface WaitState extends Common, Transition {
  Type: 'Wait';
  /** A string is a JSONata expression. */
  Seconds?: number | string;
  SecondsPath?: string;
  Timestamp?: string;
  TimestampPath?: string;
}

export interface SucceedState extends Common {
  Type: 'Succeed';
}

export interface FailState {
  Type: 'Fail';
  Comment?: string;
  QueryLanguage?: QueryLanguage;
  Error?: string;
  ErrorPath?: string;
  Cause?: string;
  CausePath?: string;
}

export interface ParallelState extends Common, Transition, Results, Recovery {
  Type: 'Parallel';
  Branches: readonly Machine[];
}

export interface MapState extends Common, Transition, Results, Recovery {
  Type: 'Map';
  ItemProcessor?: Machine;
  /** ItemProcessor's older name. */
  Iterator?: Machine;
  ItemsPath?: string;
  /** JSONata: an array, an object or an expression. */
  Items?: Json;
  ItemSelector?: Json;
  ItemReader?: JsonObject;
  ItemBatcher?: ItemBatcher;
  ResultWriter?: JsonObject;
  MaxConcurrency?: number | string;
  MaxConcurrencyPath?: string;
  ToleratedFailureCount?: number | string;
  ToleratedFailureCountPath?: string;
  ToleratedFailurePercentage?: number | string;
  ToleratedFailurePercentagePath?: string;
  Label?: string;
}

export interface ItemBatcher {
  BatchInput?: Json;
  MaxItemsPerBatch?: number | string;
  MaxItemsPerBatchPath?: string;
  MaxInputBytesPerBatch?: number | string;
  MaxInputBytesPerBatchPath?: string;
}
