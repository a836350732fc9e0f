import { Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { Config } from '../../platform/config/index.js';
import { PollLoop, Polls, type PollState } from '../../platform/polling/index.js';
import { Logger } from '../../platform/telemetry/index.js';
import { TaskInboxService } from './task-inbox.service.js';

/** Listens for tasks of Step Functions, in workers and where that is the engine. */
@Injectable()
export class TaskQueuePoller implements OnApplicationBootstrap, BeforeApplicationShutdown {
  readonly #loop: PollLoop;

  constructor(
    private readonly config: Config,
    private readonly inbox: TaskInboxService,
    logger: Logger,
  ) {
    this.#loop = new PollLoop(
      (signal) => inbox.receive(signal),
      (error, pauseMs) =>
        logger.warn('Tasks of Step Functions could not be taken', { error: String(error), pauseMs }),
    );
  }

  @Polls({ part: 'workflows', what: 'the task queue of Step Functions' })
  polling(): PollState[] {
    return this.#loop.state();
  }

  onApplicationBootstrap(): void {
    if (this.config.runsWorker && this.config.get('WORKFLOW_ENGINE') === 'aws') this.#loop.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.#loop.stop();
    await this.inbox.stop();
  }
}
