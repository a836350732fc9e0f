import type { Logger } from '../../platform/telemetry/index.js';
import { withJointSignal } from '../../shared/joint-signal.js';

/** Well below the HeartbeatSeconds of any definition of ours, and below the time for which the message is ours. */
const BEAT_MS = 5_000;

interface Alive {
  /** Tells AWS that the task is alive. @returns false where nobody waits for it */
  beat: () => Promise<boolean>;
  /** Keeps its message from other workers. */
  hold: () => Promise<void>;
  logger: Logger;
}

/**
 * Keeps a task alive while `work` runs: every 5 s AWS hears of it, and its message stays ours. Where nobody waits any
 * more, `work` is aborted.
 * @param signal aborts `work` too
 */
export async function keptAlive<T>(
  { beat, hold, logger }: Alive,
  signal: AbortSignal,
  work: (signals: { signal: AbortSignal; heartbeat: () => Promise<void> }) => Promise<T>,
): Promise<{ result: T; isWanted: boolean }> {
  const over = new AbortController();
  const heartbeat = async (): Promise<void> => {
    if (!over.signal.aborted && !(await beat())) over.abort();
    if (over.signal.aborted) throw new Error('Nobody waits for this task any more');
  };
  const tick = async (): Promise<void> => {
    // one that is missed is made up for by the next; AWS decides when it was one too many
    await Promise.all([beat().then((isWanted) => isWanted || over.abort()), hold()]).catch((error: unknown) =>
      logger.warn('A heartbeat of a task was missed', { error: String(error) }),
    );
  };
  const timer = setInterval(() => void tick(), BEAT_MS);
  try {
    const result = await withJointSignal([signal, over.signal], (either) =>
      work({ signal: either, heartbeat }),
    );
    return { result, isWanted: !over.signal.aborted };
  } finally {
    clearInterval(timer);
  }
}
