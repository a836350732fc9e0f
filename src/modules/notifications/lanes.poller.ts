import { Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { Config } from '../../platform/config/index.js';
import { PollLoop, Polls, type PollState } from '../../platform/polling/index.js';
import { Logger } from '../../platform/telemetry/index.js';
import { LaneRuns } from './lane-runs.service.js';
import { LaneWake } from './lane-wake.js';

/** Lanes at once, most of whose time is waiting for receivers. */
const AT_ONCE = 16;
const EVERY_MS = 500;

/**
 * Serves, in workers, the lanes in which something is due. It is no job: receivers that do not answer would hold up
 * whatever else jobs are for, and what is due is found in the rows of deliveries and tellings alone, so that there is
 * no wake-up to lose.
 */
@Injectable()
export class LanesPoller implements OnApplicationBootstrap, BeforeApplicationShutdown {
  readonly #loop: PollLoop;
  readonly #running = new Set<Promise<void>>();

  constructor(
    private readonly config: Config,
    private readonly runs: LaneRuns,
    private readonly wake: LaneWake,
    logger: Logger,
  ) {
    this.#loop = new PollLoop(
      (signal) => this.#next(signal),
      (error, pauseMs) =>
        logger.warn('Due notifications could not be looked for', { error: String(error), pauseMs }),
    );
  }

  @Polls({ part: 'notifications', what: 'due notifications' })
  polling(): PollState[] {
    return this.#loop.state();
  }

  onApplicationBootstrap(): void {
    if (this.config.runsWorker) this.#loop.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.#loop.stop();
    await Promise.all(this.#running);
  }

  async #next(signal: AbortSignal): Promise<void> {
    const free = AT_ONCE - this.#running.size;
    const claims = await this.runs.claim(free);
    for (const claim of claims) {
      const run = this.runs.run(claim, signal).finally(() => this.#running.delete(run));
      this.#running.add(run);
    }
    // where all places are taken, others may wait for one
    if (this.#running.size >= AT_ONCE) await Promise.race(this.#running);
    else await this.wake.next(EVERY_MS, signal);
  }
}
