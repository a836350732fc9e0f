import { SetMetadata } from '@nestjs/common';
import type { z } from 'zod';
import type { Logger } from '../telemetry/index.js';

export const TASK = Symbol('does a named task');

/** What a task may use while it runs. */
export interface TaskContext {
  tenantId: string;
  /** Says that it is alive; throws when nobody waits for it any more. */
  heartbeat: () => Promise<void>;
  /** Aborted when it is to stop. */
  signal: AbortSignal;
  /** The same for every attempt of one piece of work: with it nothing is done twice. */
  idempotencyKey: string;
  /** Its lines carry the correlation id of what asked for the work. */
  logger: Logger;
  /** What the answer names, where somebody else may give it: see ANSWERED_LATER. */
  token?: string;
  /** The execution that asks; a schedule asks without one. */
  execution?: { id: string; taskId: string };
  /** In whose name it is done, where no execution asks. */
  actor?: { owner: string; keyId: string };
}

/** What a task returns that has handed its token to somebody, who will answer. */
export const ANSWERED_LATER = Symbol('somebody else answers by the token');

/** A failure with a name that a definition's Retry and Catch can tell from others. */
export class TaskFailure extends Error {
  constructor(
    readonly error: string,
    message: string,
  ) {
    super(message);
    this.name = 'TaskFailure';
  }
}

export interface TaskOptions {
  /**
   * What becomes of the task while its circuit is open, after failures in a row: it waits, or fails with CircuitOpen, so
   * that the definition's Catch goes another way.
   */
  whenOpen?: 'wait' | 'fail';
}

export interface TaskMark extends TaskOptions {
  name: string;
  schema: z.ZodType;
}

type Method<F> = <M extends F>(
  target: object,
  name: string | symbol,
  descriptor: TypedPropertyDescriptor<M>,
) => void;

/**
 * Marks the method that does what a Lambda function of this name would: workflow definitions and schedules name it.
 * It must be safe to run twice with the same idempotencyKey.
 */
export const Task = <I>(
  name: string,
  schema: z.ZodType<I>,
  options: TaskOptions = {},
): Method<(input: I, context: TaskContext) => Promise<unknown>> =>
  SetMetadata(TASK, { name, schema, ...options } satisfies TaskMark);
