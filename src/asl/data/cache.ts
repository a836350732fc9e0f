/** What was made of a text, for texts that come again and again; the one not asked for longest goes first. */
export class Cache<T> {
  private readonly kept = new Map<string, T>();

  constructor(
    private readonly make: (text: string) => T,
    private readonly limit = 5_000,
  ) {}

  /** @throws what `make` throws; a failure is not kept */
  get(text: string): T {
    const found = this.kept.get(text);
    if (found !== undefined) {
      if (this.kept.size === this.limit) this.keep(text, found);
      return found;
    }
    const made = this.make(text);
    if (this.kept.size >= this.limit) {
      const oldest = this.kept.keys().next();
      if (oldest.done !== true) this.kept.delete(oldest.value);
    }
    this.kept.set(text, made);
    return made;
  }

  /** As the newest. Only a full cache needs to know the order. */
  private keep(text: string, value: T): void {
    this.kept.delete(text);
    this.kept.set(text, value);
  }
}
