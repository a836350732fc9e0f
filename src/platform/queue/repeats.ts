import { SetMetadata } from '@nestjs/common';

export const REPEATS = Symbol('happens again and again, once in the cluster');

export interface Repetition {
  name: string;
  everyMs: number;
}

/**
 * Marks what must happen again and again, in one process of the cluster at a time (BullMQ's job scheduler sees to
 * that): clean-ups and the like. A time that was missed is not made up for, and a failure waits for the next time, so
 * what must not be missed belongs into rows.
 */
export const Repeats = (repetition: Repetition): MethodDecorator => SetMetadata(REPEATS, repetition);
