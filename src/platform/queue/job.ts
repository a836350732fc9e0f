import type { z } from 'zod';

/** Work that takes long (`scan`) must not hold up what is quick (`default`). */
export const lanes = ['default', 'scan'] as const;
export type Lane = (typeof lanes)[number];

export interface JobDefinition<P = unknown> {
  name: string;
  schema: z.ZodType<P>;
  lane: Lane;
  maxAttempts: number;
}

export type JobOf<D> = D extends JobDefinition<infer P> ? P : never;

/** What a handler may want to know of the attempt that it is. */
export interface Attempt {
  number: number;
  last: boolean;
  tenantId: string;
  /** Aborted when the process is to stop: end at the next safe point by throwing; the attempt is not counted. */
  signal: AbortSignal;
}

const declared = new Map<string, JobDefinition>();

/**
 * Declares a job: a name, and a payload of ids (the rows they point to hold the state). Attempts are 3 by default,
 * 1 s apart, doubled, 60 s at most, with jitter (specs/3).
 */
export function job<P>(
  name: string,
  schema: z.ZodType<P>,
  options: { lane?: Lane; maxAttempts?: number } = {},
): JobDefinition<P> {
  if (declared.has(name)) throw new Error(`The job ${name} is declared twice`);
  const definition = { name, schema, lane: options.lane ?? 'default', maxAttempts: options.maxAttempts ?? 3 };
  declared.set(name, definition);
  return definition;
}

export const declaredJobs = (): JobDefinition[] => [...declared.values()];

const FIRST_DELAY_MS = 1000;
const LONGEST_DELAY_MS = 60_000;

/**
 * How long to wait after the failed attempt `attempt` (1 is the first): 1 s, doubled each time, 60 s at most, of
 * which the last fifth is random so that what failed together does not come back together.
 */
export function retryDelayMs(attempt: number, random: () => number = Math.random): number {
  const full = Math.min(FIRST_DELAY_MS * 2 ** (attempt - 1), LONGEST_DELAY_MS);
  return Math.round(full * (0.8 + 0.2 * random()));
}
