/** AWS did not answer while it was waited for. */
export class Late extends Error {
  constructor(limitMs: number) {
    super(`AWS did not answer within ${limitMs / 1000} s`);
    this.name = 'Late';
  }
}

/**
 * Waits for AWS no longer than `limitMs`. The signal ends a call that is under way; the race is for what heeds no
 * signal (looking for credentials, waiting for a turn).
 * @throws Late
 */
export async function inTime<T>(limitMs: number, call: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const stop = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(new Late(limitMs)); // before the abort, whose own error says less
      stop.abort();
    }, limitMs);
  });
  try {
    return await Promise.race([call(stop.signal), late]);
  } finally {
    clearTimeout(timer);
  }
}
