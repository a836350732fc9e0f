/** Does `work` for each item, so many at once, and answers in their order. The first failure begins no more of them. */
export async function atMost<T, R>(
  many: number,
  items: readonly T[],
  work: (item: T) => Promise<R>,
): Promise<R[]> {
  const answers: R[] = [];
  const left = items.entries();
  let failed = false;
  const worker = async () => {
    for (const [i, item] of left) {
      if (failed) return;
      try {
        answers[i] = await work(item);
      } catch (error) {
        failed = true;
        throw error;
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(many, items.length) }, worker));
  return answers;
}
