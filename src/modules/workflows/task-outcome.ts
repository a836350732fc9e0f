import type { Json } from '../../asl/index.js';

/** What came of running a task once. */
export type TaskOutcome = (
  | { type: 'succeeded'; output: Json }
  | { type: 'failed'; error: string; cause: string }
  /** Somebody answers by its token, or the execution `childId` by its end. */
  | { type: 'waits'; childId?: string }
  /** Not now: its circuit is open, or the database is away. */
  | { type: 'later'; afterSeconds: number }
) & {
  /** What handing it over gave, where it is waited for: TaskSubmitted's output. */
  submitted?: Json;
};

/** A task as those see it that run it. */
export interface AskedTask {
  executionId: string;
  taskId: string;
  tenantId: string;
  /** As in the definition. */
  resource: string;
  input: Json;
  idempotencyKey: string;
  correlationId: string;
}

export interface TaskSignals {
  signal: AbortSignal;
  heartbeat: () => Promise<void>;
}

/**
 * What an error of a task is worth trying again for: with the database away nobody knows what the task has come to, and
 * nothing of it is the task's own fault. It is run again, by the same idempotency key, until it has an outcome.
 */
export const WHILE_AWAY: TaskOutcome = { type: 'later', afterSeconds: 2 };
