/** Longer sleeps are cut: another process may have written something nearer. */
const LONGEST_MS = 1_000;
const RETRY_MS = 100;

/**
 * Looks for what is due, one look at a time, and sleeps until the next is: woken sooner, it looks sooner. A look that
 * fails is made again.
 */
export class Alarm {
  #timer: NodeJS.Timeout | undefined;
  #firesAt = Infinity;
  #looking: Promise<void> | undefined;
  #again = false;
  #stopped = true;

  /** @param look gives how long to sleep (milliseconds); 0: there is more */
  constructor(
    private readonly look: () => Promise<number>,
    private readonly onError: (error: unknown) => void,
  ) {}

  start(): void {
    this.#stopped = false;
    this.wake();
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#timer);
    await this.#looking;
  }

  wake(): void {
    if (this.#stopped) return;
    if (this.#looking !== undefined) {
      this.#again = true;
      return;
    }
    clearTimeout(this.#timer);
    this.#firesAt = Infinity;
    this.#looking = this.#look();
  }

  /** Looks in `ms` at the latest. */
  wakeIn(ms: number): void {
    if (ms <= 0) return this.wake();
    const at = performance.now() + ms;
    if (this.#looking === undefined && at < this.#firesAt) this.#sleep(ms);
    else if (this.#looking !== undefined) this.#again = true; // the look may have missed it
  }

  async #look(): Promise<void> {
    let sleepMs = RETRY_MS;
    try {
      sleepMs = await this.look();
    } catch (error) {
      if (!this.#stopped) this.onError(error);
    }
    this.#looking = undefined;
    const isDue = this.#again || sleepMs <= 0;
    this.#again = false;
    if (this.#stopped) return;
    if (isDue) setImmediate(() => this.wake());
    else this.#sleep(Math.min(sleepMs, LONGEST_MS));
  }

  #sleep(ms: number): void {
    if (this.#stopped) return;
    clearTimeout(this.#timer);
    this.#firesAt = performance.now() + ms;
    this.#timer = setTimeout(() => this.wake(), Math.max(1, ms));
  }
}
