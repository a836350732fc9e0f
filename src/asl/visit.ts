import type { Draft, Failure } from './draft.js';
import type { Json, JsonObject } from './json.js';
import type { Maybe } from './maybe.js';
import type { QueryLanguage, StateDefinition, StateType } from './program.js';
import type { Frame, Join, RunningTask } from './state.js';

/** A state of a running frame, as the state's own file sees it. */
export interface Visit<S extends StateDefinition = StateDefinition> {
  readonly draft: Draft;
  readonly frame: Frame;
  readonly state: S;
  readonly language: QueryLanguage;
}

export type Move =
  /** Leave the state. `next`: where it is not the state's own Next. */
  | { to: 'exit'; output: Json; assigned?: JsonObject; next?: string }
  /** Wait for what is pending. */
  | { to: 'stay' }
  /** Start branches or iterations and wait for them. */
  | { to: 'fork'; join: Join }
  | { to: 'fail'; failure: Failure };

/** What a state that stayed hears. */
export type News =
  | { type: 'timer' }
  | { type: 'joined'; results: Json }
  | { type: 'task-succeeded'; task: RunningTask; output: Json }
  | { type: 'task-failed'; task: RunningTask; failure: Failure }
  | { type: 'timed-out'; task: RunningTask; error: 'States.Timeout' | 'States.HeartbeatTimeout' };

/** A branch or an iteration about to begin. */
export interface Child {
  /** JSON pointer of its machine. */
  machine: string;
  input: Json;
  item?: Frame['item'];
  /** `$$.Execution`, where it is an execution of its own. */
  execution?: JsonObject;
}

/** One state type: what happens on entering it, and when what it waits for has come. */
export interface StateKind<S extends StateDefinition> {
  enter(visit: Visit<S>): Maybe<Move>;
  resume?(visit: Visit<S>, news: News): Maybe<Move>;
  /** It has failed for good, Retry or not: told before Catch, and not of States.Runtime. */
  failed?(visit: Visit<S>): void;
  /** Neither has taken the failure: it ends the machine. Not told of States.Runtime. */
  ended?(visit: Visit<S>): void;
  /** Of states that fork. */
  children?: {
    make(visit: Visit<S>, join: Join, index: number): Maybe<Child>;
    began?(visit: Visit<S>, child: Frame): void;
    succeeded?(visit: Visit<S>, child: Frame): void;
    failed?(visit: Visit<S>, child: Frame, failure: Failure): void;
    aborted?(visit: Visit<S>, child: Frame): void;
    /** What the state fails with when one child too many has. */
    failure?(visit: Visit<S>, failure: Failure): Failure;
    /** The fork has failed; a Retry may follow. */
    broken?(visit: Visit<S>, failure: Failure): void;
    /** The fork goes on in a redriven execution. */
    redriven?(visit: Visit<S>): void;
  };
}

export type StateKinds = { [T in StateType]: StateKind<Extract<StateDefinition, { Type: T }>> };
