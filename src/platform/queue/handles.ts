import { SetMetadata } from '@nestjs/common';
import type { Tx } from '../database/index.js';
import type { Attempt, JobDefinition } from './job.js';

export const HANDLES = Symbol('handles a job');
export const EXHAUSTED = Symbol('is told when a job has no attempt left');

type Method<F> = <M extends F>(
  target: object,
  name: string | symbol,
  descriptor: TypedPropertyDescriptor<M>,
) => void;

/** Marks the one method that does a job. It must be safe to run twice. */
export const Handles = <P>(job: JobDefinition<P>): Method<(payload: P, attempt: Attempt) => Promise<void>> =>
  SetMetadata(HANDLES, job.name);

export type ExhaustedHandler<P> = (payload: P, error: string, tx: Tx, tenantId: string) => Promise<void>;

/** Marks the method that closes what a job was for when its attempts are used up, in the same transaction. */
export const OnExhausted = <P>(job: JobDefinition<P>): Method<ExhaustedHandler<P>> =>
  SetMetadata(EXHAUSTED, job.name);
