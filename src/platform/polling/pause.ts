import { setTimeout } from 'node:timers/promises';

/** Waits, and not a moment longer once `signal` is aborted. */
export const pause = (ms: number, signal: AbortSignal): Promise<void> =>
  setTimeout(ms, undefined, { signal }).catch(() => undefined);
