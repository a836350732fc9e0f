import type { Json } from './json.js';

/**
 * What happened, and all that the interpreter knows of the world: the time and the chance that a step needs come with
 * it, so that the same event on the same state gives the same answer.
 */
export type StepEvent = { at: number; seed: string } & Occurrence;

/** The fields `at` (milliseconds since 1970) and `seed` (random, by whoever sends it) are those of every event. */
export type Occurrence =
  | { type: 'start'; input: Json; execution: ExecutionFacts; stateMachine: StateMachineFacts }
  /** A worker took the task: TaskStarted or LambdaFunctionStarted. Optional. */
  | { type: 'task-started'; id: string }
  /** A task that is waited for (.waitForTaskToken, .sync) was handed over: TaskSubmitted. */
  | { type: 'task-submitted'; id: string; output: Json }
  | { type: 'task-succeeded'; id: string; output: Json }
  | { type: 'task-failed'; id: string; error: string; cause?: string }
  /** Moves the heartbeat's timer. */
  | { type: 'task-heartbeat'; id: string }
  /** A wait is over, a retry is due, or a timeout is reached: the id tells. */
  | { type: 'timer'; id: string }
  /** StopExecution. */
  | { type: 'stop'; error?: string; cause?: string }
  /** RedriveExecution: goes on at what failed, timed out or was aborted. */
  | { type: 'redrive' };

/** `$$.Execution`, but for its input. */
export interface ExecutionFacts {
  id: string;
  name: string;
  roleArn: string;
  /** ISO 8601, UTC. */
  startTime: string;
  redriveCount?: number;
}

/** `$$.StateMachine`. */
export interface StateMachineFacts {
  id: string;
  name: string;
}
