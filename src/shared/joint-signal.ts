import { setMaxListeners } from 'node:events';

/**
 * Runs `work` with a signal that is aborted when the first of `signals` is, with its reason. For signals that live as long
 * as the process: Node 20 keeps a reference to each AbortSignal.any that was ever made of one (mended in Node 24).
 * @throws what `work` throws
 */
export async function withJointSignal<T>(
  signals: readonly AbortSignal[],
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const joint = new AbortController();
  const end = ({ target }: { target: unknown }) => joint.abort((target as AbortSignal).reason);
  for (const one of signals) {
    if (one.aborted) end({ target: one });
    setMaxListeners(0, one); // as many as there is work under way
    one.addEventListener('abort', end);
  }
  try {
    return await work(joint.signal);
  } finally {
    for (const one of signals) one.removeEventListener('abort', end);
  }
}
