interface Entry<T, R> {
  item: T;
  resolve: (result: R) => void;
  reject: (error: unknown) => void;
}

/**
 * Writes together what comes while a write is under way: alone, an item is written at once; under load, one statement
 * carries as many as have gathered.
 */
export class Batcher<T, R> {
  readonly #waiting: Entry<T, R>[] = [];
  #writing = 0;
  #scheduled = false;

  /** @param write gives a result for each item, in their order; it fails or holds as a whole */
  constructor(
    private readonly write: (items: readonly T[]) => Promise<readonly R[]>,
    private readonly limits: { items: number; atOnce: number },
  ) {}

  add(item: T): Promise<R> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ item, resolve, reject });
      this.#pump();
    });
  }

  /** What is asked for in the same turn of the event loop goes together too. */
  #pump(): void {
    if (this.#scheduled || this.#writing >= this.limits.atOnce || this.#waiting.length === 0) return;
    this.#scheduled = true;
    setImmediate(() => {
      this.#scheduled = false;
      const entries = this.#waiting.splice(0, this.limits.items);
      if (entries.length === 0) return;
      this.#writing += 1;
      void this.#writeAll(entries).finally(() => {
        this.#writing -= 1;
        this.#pump();
      });
      this.#pump();
    });
  }

  async #writeAll(entries: readonly Entry<T, R>[]): Promise<void> {
    try {
      const results = await this.write(entries.map(({ item }) => item));
      entries.forEach(({ resolve }, index) => resolve(results[index] as R));
    } catch (error) {
      // one that cannot be written must not take the others with it
      if (entries.length === 1) entries[0]?.reject(error);
      else for (const entry of entries) await this.#writeAll([entry]);
    }
  }
}
