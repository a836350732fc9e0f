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
 * @param late what is thrown then, and the reason of the signal
 * @throws Late, or what `late` makes
 */
export async function inTime<T>(
  limitMs: number,
  call: (signal: AbortSignal) => Promise<T>,
  late: () => Error = () => new Late(limitMs),
): Promise<T> {
  const stop = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const over = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      const error = late();
      reject(error); // before the abort: what heeds it may say less
      stop.abort(error);
    }, limitMs);
  });
  try {
    return await Promise.race([call(stop.signal), over]);
  } finally {
    clearTimeout(timer);
  }
}
