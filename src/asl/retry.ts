import { createHash } from 'node:crypto';
import { matches } from './error-names.js';
import type { Retrier } from './program.js';

const INTERVAL_SECONDS = 1;
const MAX_ATTEMPTS = 3;
const BACKOFF_RATE = 2;

export interface Retrial {
  /** Retries made by each retrier, with this one. */
  retries: number[];
  delayMs: number;
}

/**
 * Whether a failed state is tried again, and after how long: the first retrier that names the error decides, and no
 * other where its attempts are used up (States Language, "Retrying after error").
 * @param made how often each retrier has retried since the state was entered
 * @param seed decides the delay under JitterStrategy FULL: anything from 0 to the delay
 */
export function nextRetry(
  retriers: readonly Retrier[] | undefined,
  made: readonly number[] | undefined,
  error: string | undefined,
  seed: string,
): Retrial | undefined {
  const at = retriers?.findIndex((retrier) => matches(retrier.ErrorEquals, error)) ?? -1;
  const retrier = retriers?.[at];
  if (!retrier) return undefined;
  const before = made?.[at] ?? 0;
  if (before >= (retrier.MaxAttempts ?? MAX_ATTEMPTS)) return undefined;
  const retries = Array.from({ length: retriers.length }, (_, i) => (made?.[i] ?? 0) + (i === at ? 1 : 0));
  return { retries, delayMs: delayMs(retrier, before, seed) };
}

function delayMs(retrier: Retrier, before: number, seed: string): number {
  const interval = retrier.IntervalSeconds ?? INTERVAL_SECONDS;
  const grown = interval * (retrier.BackoffRate ?? BACKOFF_RATE) ** before;
  const seconds = Math.min(grown, retrier.MaxDelaySeconds ?? Infinity);
  return Math.round(seconds * 1000 * (retrier.JitterStrategy === 'FULL' ? fraction(seed) : 1));
}

/** 0 <= x < 1 */
const fraction = (seed: string): number =>
  createHash('sha256').update(`jitter:${seed}`).digest().readUIntBE(0, 6) / 2 ** 48;
