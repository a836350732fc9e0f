import type { TaskContext } from './task.js';

/** Well within the HeartbeatSeconds of any definition. */
const BEAT_MS = 20_000;

/**
 * Says again and again that a task is alive while `work` runs. Where nobody waits for it any more, its signal is aborted.
 * @throws what `work` throws
 */
export async function keepingAlive<T>(
  { heartbeat, signal }: Pick<TaskContext, 'heartbeat' | 'signal'>,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const unwanted = new AbortController();
  const timer = setInterval(() => void heartbeat().catch((error: unknown) => unwanted.abort(error)), BEAT_MS);
  try {
    return await work(AbortSignal.any([signal, unwanted.signal]));
  } finally {
    clearInterval(timer);
  }
}
