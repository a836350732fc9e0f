import PQueue from 'p-queue';

export interface LaneLimits {
  maxCallsPerSecond: number;
  maxConcurrentCalls: number;
}

/**
 * What one account × region × service may take at once. AWS throttles per account and region
 * (docs.aws.amazon.com/ec2/latest/devguide/ec2-api-throttling.html), so one busy lane never slows another.
 *
 * The bucket holds one second's calls and is strict: in no second, wherever it starts, do more begin.
 */
export class Lane {
  readonly #queue: PQueue;

  /** @param budget what several lanes share: a call waits for both */
  constructor(
    limits: LaneLimits,
    private readonly budget?: Lane,
  ) {
    // PQueue counts whole calls; a rate below one a second becomes a longer interval
    const intervalCap = Math.max(1, Math.floor(limits.maxCallsPerSecond));
    this.#queue = new PQueue({
      concurrency: limits.maxConcurrentCalls,
      interval: (1000 * intervalCap) / limits.maxCallsPerSecond,
      intervalCap,
      strict: true,
    });
  }

  /** Runs `attempt` when the lane has room for it. */
  run<T>(attempt: () => Promise<T>): Promise<T> {
    const { budget } = this;
    return this.#queue.add(budget === undefined ? attempt : () => budget.run(attempt));
  }

  /** Nothing waits and nothing is under way. */
  get quiet(): boolean {
    return this.#queue.size === 0 && this.#queue.pending === 0;
  }
}
