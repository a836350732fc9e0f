/** What `promise` gives. @throws Error when it takes longer than `ms`; it goes on all the same */
export async function within<T>(ms: number, promise: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer in ${ms} ms`)), ms);
  });
  promise.catch(() => undefined); // one that fails later than that is nobody's any more
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}
