import { Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { Config } from '../../platform/config/index.js';
import { pause, PollLoop, Polls, type PollState } from '../../platform/polling/index.js';
import { Logger } from '../../platform/telemetry/index.js';
import { IntakeLoad } from './intake-load.js';
import { RefreshService } from './refresh.service.js';

/**
 * `together`: resources of a batch. `atOnce`: batches under way, most of whose time is waiting for AWS. `everyMs`: what
 * becomes due meanwhile is one batch.
 */
const FOLLOWING = { together: 100, atOnce: 4, everyMs: 100 };
const CATCHING_UP = { together: 300, atOnce: 1, everyMs: 1_500 };

/** Where nothing happens, nobody has to look so often. */
const IDLE_AFTER_MS = 30_000;
const IDLE_EVERY_MS = 400;

/** Describes, in workers, what events have touched. */
@Injectable()
export class RefreshPoller implements OnApplicationBootstrap, BeforeApplicationShutdown {
  readonly #loop: PollLoop;
  readonly #running = new Set<Promise<void>>();
  #lastAt = -Infinity;

  constructor(
    private readonly config: Config,
    private readonly refresh: RefreshService,
    private readonly load: IntakeLoad,
    logger: Logger,
  ) {
    this.#loop = new PollLoop(
      (signal) => this.#next(signal),
      (error, pauseMs) =>
        logger.warn('What events have touched could not be described', { error: String(error), pauseMs }),
    );
  }

  @Polls({ part: 'events', what: 'resources that events have touched' })
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
    const { together, atOnce, everyMs } = this.load.isHigh ? CATCHING_UP : FOLLOWING;
    const batch = await this.refresh.begin(signal, together);
    if (batch !== undefined) {
      const done = batch.done.finally(() => this.#running.delete(done));
      this.#running.add(done);
      this.#lastAt = performance.now();
    }
    const isIdle = performance.now() - this.#lastAt > IDLE_AFTER_MS;
    if (batch?.isFull !== true || atOnce === 1) await pause(isIdle ? IDLE_EVERY_MS : everyMs, signal);
    while (this.#running.size >= atOnce) await Promise.race(this.#running);
  }
}
