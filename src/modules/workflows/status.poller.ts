import { Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { Config } from '../../platform/config/index.js';
import { PollLoop, Polls, type PollState } from '../../platform/polling/index.js';
import { Logger } from '../../platform/telemetry/index.js';
import { StatusInboxService } from './status-inbox.service.js';

/** Listens for status changes of executions, in workers and where Step Functions is the engine. */
@Injectable()
export class StatusPoller implements OnApplicationBootstrap, BeforeApplicationShutdown {
  readonly #loop: PollLoop;

  constructor(
    private readonly config: Config,
    inbox: StatusInboxService,
    logger: Logger,
  ) {
    this.#loop = new PollLoop(
      (signal) => inbox.receive(signal),
      (error, pauseMs) =>
        logger.warn('Status changes of Step Functions could not be taken', { error: String(error), pauseMs }),
    );
  }

  @Polls({ part: 'workflows', what: 'the status queue of Step Functions' })
  polling(): PollState[] {
    return this.#loop.state();
  }

  onApplicationBootstrap(): void {
    if (this.config.runsWorker && this.config.get('WORKFLOW_ENGINE') === 'aws') this.#loop.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.#loop.stop();
  }
}
