import { SetMetadata } from '@nestjs/common';
import type { z } from 'zod';

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
}

export interface TaskMark {
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
): Method<(input: I, context: TaskContext) => Promise<unknown>> =>
  SetMetadata(TASK, { name, schema } satisfies TaskMark);
