import { PollLoop, type PollState } from '../../platform/polling/index.js';

export interface ReceiverWork<M> {
  /** Resolves when what the work needs is there. Asked before the next receive after a failure. */
  ready: () => Promise<void>;
  /** Waits for messages. Ends early, with any error, when its signal is aborted. */
  receive: (signal: AbortSignal) => Promise<M[]>;
  /** Sees to them. */
  handle: (messages: M[]) => Promise<void>;
  onError: (error: unknown, pauseMs: number) => void;
}

/** What one receive gives at most. */
export const FULL = 10;

/**
 * Receives from one queue, by as many at once as its backlog is worth: one that waits while there is nothing, another
 * for each full batch, up to `most`; one that gets less than a full batch ends, and the first one stays.
 *
 * After a failure the first one alone goes on, with pauses, and not before `ready` says so: a receive whose messages
 * cannot be seen to would use up their receives, after which SQS takes them for dead.
 */
export class Receivers<M> {
  readonly #first: PollLoop;
  readonly #others = new Set<Promise<void>>();
  readonly #stop = new AbortController();
  #isWell = true;

  constructor(
    private readonly most: number,
    private readonly work: ReceiverWork<M>,
  ) {
    this.#first = new PollLoop(
      (signal) => this.#receiveFirst(signal),
      (error, pauseMs) => work.onError(error, pauseMs),
    );
  }

  start(): void {
    this.#first.start();
  }

  /** Hangs up; what is in hand is seen to first. */
  async stop(): Promise<void> {
    this.#stop.abort();
    await this.#first.stop();
    await Promise.all(this.#others);
  }

  /** How the one that stays is. */
  state(): PollState[] {
    return this.#first.state();
  }

  /** How many receive now, or see to what they have received. */
  get size(): number {
    return 1 + this.#others.size;
  }

  async #receiveFirst(signal: AbortSignal): Promise<void> {
    try {
      if (!this.#isWell) await this.work.ready();
      await this.#once(signal);
      this.#isWell = true;
    } catch (error) {
      this.#isWell = false;
      throw error;
    }
  }

  async #receiveBeside(): Promise<void> {
    const { signal } = this.#stop;
    try {
      while (this.#isWell && !signal.aborted) if ((await this.#once(signal)) < FULL) return;
    } catch (error) {
      if (signal.aborted) return;
      this.#isWell = false; // nobody joins the first one until it has looked
      this.work.onError(error, 0);
    }
  }

  async #once(signal: AbortSignal): Promise<number> {
    const messages = await this.work.receive(signal);
    if (messages.length >= FULL) this.#grow();
    if (messages.length > 0) await this.work.handle(messages);
    return messages.length;
  }

  #grow(): void {
    if (!this.#isWell || this.#stop.signal.aborted || this.size >= this.most) return;
    const other = this.#receiveBeside();
    this.#others.add(other);
    void other.then(() => this.#others.delete(other));
  }
}
