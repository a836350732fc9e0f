import { Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { Config } from '../../platform/config/index.js';
import { PollLoop, Polls, type PollState } from '../../platform/polling/index.js';
import { Logger } from '../../platform/telemetry/index.js';
import { FiresInboxService } from './fires-inbox.service.js';

/** Listens to the queue of EventBridge Scheduler, in workers and where that is the engine. */
@Injectable()
export class FiresPoller implements OnApplicationBootstrap, BeforeApplicationShutdown {
  readonly #loop: PollLoop;

  constructor(
    private readonly config: Config,
    inbox: FiresInboxService,
    logger: Logger,
  ) {
    this.#loop = new PollLoop(
      (signal) => inbox.receive(signal),
      (error, pauseMs) =>
        logger.warn('Fires of EventBridge Scheduler could not be taken', { error: String(error), pauseMs }),
    );
  }

  @Polls({ part: 'schedules', what: 'the queue of EventBridge Scheduler' })
  polling(): PollState[] {
    return this.#loop.state();
  }

  onApplicationBootstrap(): void {
    if (this.config.runsWorker && this.config.get('SCHEDULER_ENGINE') === 'eventbridge') this.#loop.start();
  }

  /** Hangs up on the queue; fires in hand get their rows first. */
  async beforeApplicationShutdown(): Promise<void> {
    await this.#loop.stop();
  }
}
