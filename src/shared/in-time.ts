/** What was waited for took too long. Its text names nobody: who waits knows for whom. */
export class Late extends Error {
  constructor(readonly limitMs: number) {
    super(`no answer within ${limitMs / 1000} s`);
    this.name = 'Late';
  }
}

/**
 * Waits no longer than `limitMs`. The signal ends what heeds it; the race is for what does not (a driver that waits for
 * a server, the look for credentials, a turn), which goes on all the same and whose end is nobody's any more.
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
