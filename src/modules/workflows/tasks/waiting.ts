import { setTimeout as sleep } from 'node:timers/promises';
import type { TaskContext } from '../../../platform/tasks/index.js';
import type { Clock } from '../../../shared/clock.js';

const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 2_000;
/** Well within the HeartbeatSeconds of any definition. */
const BEAT_MS = 20_000;

/**
 * Looks again and again until there is something, and says meanwhile that the task is alive.
 * @throws Error when the task is to stop, or nobody waits for it any more
 */
export async function waitFor<T>(
  { heartbeat, signal }: Pick<TaskContext, 'heartbeat' | 'signal'>,
  clock: Clock,
  look: () => Promise<T | undefined>,
): Promise<T> {
  let beatAt = clock.now().getTime();
  for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs = Math.min(1.5 * pauseMs, LONGEST_PAUSE_MS)) {
    signal.throwIfAborted();
    const found = await look();
    if (found !== undefined) return found;
    if (clock.now().getTime() - beatAt >= BEAT_MS) {
      await heartbeat();
      beatAt = clock.now().getTime();
    }
    await sleep(pauseMs, undefined, { signal });
  }
}
