import PQueue from 'p-queue';

/** Calls about single resources that are under way at once in one listing. */
export const DETAIL_CONCURRENCY = 10;

/**
 * Maps with at most `concurrency` at once, results in order. The first failure is thrown, after what was under way
 * has ended: no call outlives the listing that made it.
 */
export async function mapConcurrent<T, R>(
  items: readonly T[],
  map: (item: T) => Promise<R>,
  concurrency = DETAIL_CONCURRENCY,
): Promise<R[]> {
  const queue = new PQueue({ concurrency });
  try {
    return await queue.addAll(items.map((item) => () => map(item)));
  } finally {
    queue.clear();
    await queue.onIdle();
  }
}

/** Consecutive pieces of at most `size`. */
export function* chunks<T>(items: readonly T[], size: number): Generator<T[]> {
  for (let start = 0; start < items.length; start += size) yield items.slice(start, start + size);
}

/** Without what turned out to be gone. */
export const present = <T>(items: readonly (T | null)[]): T[] => items.filter((item) => item !== null);
