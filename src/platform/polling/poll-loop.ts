import { pause } from './pause.js';

const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 60_000;

/**
 * Receives again and again until it is stopped. After a failure it pauses for 1 s, doubled each time, 60 s at most:
 * a queue that cannot be reached is not hammered.
 */
export class PollLoop {
  readonly #stop = new AbortController();
  #polling: Promise<void> | undefined;

  /**
   * @param receive waits for what comes and sees to it; it ends early, with any error, when its signal is aborted
   * @param onError is told of each failure, and how long the pause is (milliseconds)
   */
  constructor(
    private readonly receive: (signal: AbortSignal) => Promise<void>,
    private readonly onError: (error: unknown, pauseMs: number) => void,
  ) {}

  start(): void {
    this.#polling ??= this.#poll(this.#stop.signal);
  }

  /** Hangs up, and waits for what is in hand. */
  async stop(): Promise<void> {
    this.#stop.abort();
    await this.#polling;
  }

  /** Never throws. */
  async #poll(signal: AbortSignal): Promise<void> {
    let pauseMs = FIRST_PAUSE_MS;
    while (!signal.aborted) {
      try {
        await this.receive(signal);
        pauseMs = FIRST_PAUSE_MS;
      } catch (error) {
        if (signal.aborted) return;
        this.onError(error, pauseMs);
        await pause(pauseMs, signal);
        pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS);
      }
    }
  }
}
