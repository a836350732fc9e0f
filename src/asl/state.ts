import type { EndStatus } from './command.js';
import type { Json, JsonObject } from './json.js';

/**
 * An execution between two events: plain JSON that a row can keep, with what the fold needs and nothing of the history.
 * Nobody changes one in place; step() gives a new one that shares what stayed the same.
 */
export interface ExecutionState {
  status: 'RUNNING' | EndStatus;
  /** `$$` without what differs from state to state. */
  context: { Execution: JsonObject; StateMachine: JsonObject };
  /** How many history events there are: the id of the last. */
  lastEventId: number;
  /** How many ids were given out. */
  lastId: number;
  /** Machines that run, by path: '' is the main one, `/<state>/<index>` is added for a branch or an iteration. */
  frames: Readonly<Record<string, Frame>>;
  /** What is waited for: events with another id change nothing. */
  pending: Readonly<Record<string, Pending>>;
}

/** What an id stands for, and the frame whose state waits for it. */
export interface Pending {
  kind: 'task' | 'wait' | 'retry' | 'timeout' | 'heartbeat' | 'execution-timeout';
  /** '' for the execution's timeout, too. */
  frame: string;
  /** Of a heartbeat's timer, which moves: when it is due now, in milliseconds since 1970. */
  dueAt?: number;
}

/** One run of a machine. */
export interface Frame {
  path: string;
  /** The frame whose Parallel or Map waits for this one. */
  parent?: string;
  /** Which branch or iteration. */
  index: number;
  /** JSON pointer of the machine within the program. */
  machine: string;
  /** Assigned here; those of the frames around are visible too, but for a distributed Map's. */
  variables: Readonly<Record<string, Json>>;
  /** The last history event of this machine: the next one's previousEventId. */
  lastEventId: number;
  /** An event beside the line of the others: what ends the execution may follow it. */
  asideEventId?: number;
  /** Inside a distributed Map's child, an execution of its own: that child's frame. */
  child?: string;
  /** Of the child itself: its `$$.Execution`, and how many events its history would hold. */
  execution?: JsonObject;
  events?: number;
  /** `$$.Map.Item` of an iteration. */
  item?: { Index: number; Value: Json; Key?: string };
  /** How it ended where it did without success: a redrive runs such frames again. */
  ended?: 'failed' | 'aborted';
  /** The state that it is in. */
  at: Stay;
}

/** A state, from entered to exited. */
export interface Stay {
  name: string;
  /** As given by the state before. */
  input: Json;
  enteredTime: string;
  enteredEventId: number;
  /** Retries made so far, of all retriers (`$$.State.RetryCount`). */
  retryCount: number;
  /** Retries made so far, by retrier. */
  retries?: readonly number[];
  /** The wait or the retry that is slept through. */
  timer?: string;
  task?: RunningTask;
  join?: Join;
}

export interface RunningTask {
  id: string;
  resource: string;
  token?: string;
  timeoutTimer?: string;
  heartbeatTimer?: string;
  heartbeatSeconds?: number;
  /** What the history tells of it beyond its scheduling. */
  told?: 'started' | 'submitted';
}

/** A Parallel or Map that waits for its branches or iterations. */
export interface Join {
  /** How many there are in all. */
  total: number;
  /** How many have begun; more are begun as others end, `limit` at a time. */
  begun: number;
  /** How many run. */
  running: number;
  limit: number;
  /** The last event of those that have ended. */
  lastEventId?: number;
  /** Outputs by index; null where there is none yet. */
  results: readonly Json[];
  /** A Map's items (batches, where it has an ItemBatcher) that have not begun. */
  items?: readonly Json[];
  /** The items' names, where the Map runs over an object. */
  keys?: readonly string[];
  /** Failures so far, and how many of them are borne (a distributed Map). */
  failed: number;
  /** The indexes of failures that were borne: they have no result. */
  without?: readonly number[];
  /** The indexes that were to begin when the fork failed. */
  unbegun?: readonly number[];
  tolerated?: { count?: number; percentage?: number };
}
