/** Rows of one transaction: some milliseconds, a megabyte or two. */
export const EVIDENCE_PAGE = 1_000;

/** All rows, a page at a time: `read` gives at most `take` of those that come after the last one. */
export async function* inPages<R>(
  signal: AbortSignal,
  read: (last: R | undefined, take: number) => Promise<R[]>,
  take = EVIDENCE_PAGE,
): AsyncGenerator<R, void> {
  for (let last: R | undefined; ;) {
    signal.throwIfAborted();
    const rows = await read(last, take);
    yield* rows;
    if (rows.length < take) return;
    last = rows.at(-1);
  }
}
