import { pause } from './pause.js';

const FIRST_PAUSE_MS = 1_000;
/** With the 20 s of a receive: what came back is heard of within a minute. */
const LONGEST_PAUSE_MS = 15_000;

/** How a loop is; times are seconds until now. */
export interface PollState {
  /** False: it has ended, though nobody has stopped it. */
  isRunning: boolean;
  /** Since its receive under way began; null between two. */
  receivingSeconds: number | null;
  /** Since the first failure after the last success; null: all is well. */
  failingSeconds: number | null;
  /** The code or name of the last failure, without its text. */
  error: string | null;
  /** How old was what it took last, where it knows and has just taken something. */
  lagSeconds?: number | null;
}

/**
 * Receives again and again until it is stopped. After a failure it pauses for 1 s, doubled each time, 15 s at most:
 * a queue that cannot be reached is not hammered.
 */
export class PollLoop {
  readonly #stop = new AbortController();
  #polling: Promise<void> | undefined;
  #hasEnded = false;
  #receivingSince: number | undefined;
  #failing: { since: number; error: string } | undefined;

  /**
   * @param receive waits for what comes and sees to it; it ends early, with any error, when its signal is aborted
   * @param onError is told of each failure, and how long the pause is (milliseconds)
   */
  constructor(
    private readonly receive: (signal: AbortSignal) => Promise<void>,
    private readonly onError: (error: unknown, pauseMs: number) => void,
  ) {}

  start(): void {
    this.#polling ??= this.#poll(this.#stop.signal).finally(() => (this.#hasEnded = true));
  }

  /** Hangs up, and waits for what is in hand. */
  async stop(): Promise<void> {
    this.#stop.abort();
    await this.#polling;
  }

  /** None before it was started, or once it was stopped. */
  state(): PollState[] {
    if (this.#polling === undefined || this.#stop.signal.aborted) return [];
    return [
      {
        isRunning: !this.#hasEnded,
        receivingSeconds: secondsSince(this.#receivingSince),
        failingSeconds: secondsSince(this.#failing?.since),
        error: this.#failing?.error ?? null,
      },
    ];
  }

  /** Never throws. */
  async #poll(signal: AbortSignal): Promise<void> {
    let pauseMs = FIRST_PAUSE_MS;
    while (!signal.aborted) {
      try {
        this.#receivingSince = performance.now();
        await this.receive(signal);
        pauseMs = FIRST_PAUSE_MS;
        this.#failing = undefined;
      } catch (error) {
        this.#receivingSince = undefined;
        if (signal.aborted) return;
        this.#failing = { since: this.#failing?.since ?? performance.now(), error: codeOf(error) };
        this.onError(error, pauseMs);
        await pause(pauseMs, signal);
        pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS);
      }
    }
  }
}

const secondsSince = (ms: number | undefined): number | null =>
  ms === undefined ? null : Math.round((performance.now() - ms) / 100) / 10;

/** Its text may hold an address or more: that is for the log. */
function codeOf(error: unknown): string {
  if (typeof error !== 'object' || error === null) return 'Error';
  const code = 'code' in error ? error.code : undefined;
  const name = 'name' in error ? error.name : undefined;
  const known = [code, name].find((one) => typeof one === 'string' && /^[\w.:-]{1,80}$/.test(one));
  return typeof known === 'string' ? known : 'Error';
}
