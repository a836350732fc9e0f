import { inTime, Late } from '../../shared/in-time.js';

/** A server that says nothing for longer than that is away; before it, it is busy. */
const SILENT_MS = 10_000;

/**
 * Looks whether a server answers, once at a time. Who is late is busy, not away: only a failure, or a long silence,
 * says that it is.
 */
export class Looks {
  #look: { done: Promise<void>; since: number } | undefined;
  /** How the last look that has ended failed. */
  #failure: { error: unknown } | undefined;

  /** @param ask resolves when the server answers */
  constructor(
    private readonly ask: () => Promise<void>,
    private readonly silentMs = SILENT_MS,
  ) {}

  /** @throws why the server does not answer: its error, or Late */
  async look(patienceMs: number): Promise<'answers' | 'slow'> {
    const { done, since } = (this.#look ??= this.#begin());
    try {
      await inTime(patienceMs, () => done);
      return 'answers';
    } catch (error) {
      if (!(error instanceof Late)) throw error;
      if (this.#failure !== undefined) throw this.#failure.error; // it has not come back since
      if (performance.now() - since > this.silentMs) throw error;
      return 'slow';
    }
  }

  #begin(): { done: Promise<void>; since: number } {
    const done = this.#asked().finally(() => (this.#look = undefined));
    done.catch(() => undefined); // it may end when nobody waits any more
    return { done, since: performance.now() };
  }

  async #asked(): Promise<void> {
    try {
      await this.ask();
      this.#failure = undefined;
    } catch (error) {
      this.#failure = { error };
      throw error;
    }
  }
}
