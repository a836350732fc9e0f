import {
  type BeforeApplicationShutdown,
  type DynamicModule,
  Module,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
} from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { Config } from '../config/index.js';
import { gauge, Logger } from '../telemetry/index.js';
import { DeadLetterService } from './dead-letters.service.js';
import { DeadLetterStore } from './dead-letters.store.js';
import { JobRunner } from './job.runner.js';
import { JobStore } from './job.store.js';
import { JobSweeper } from './job.sweeper.js';
import { lanes } from './job.js';
import { Jobs } from './jobs.js';
import { JobRegistry } from './registry.js';
import { WakeQueue } from './wake-queue.js';

@Module({})
export class QueueModule implements OnApplicationBootstrap, BeforeApplicationShutdown, OnApplicationShutdown {
  constructor(
    private readonly config: Config,
    private readonly registry: JobRegistry,
    private readonly queue: WakeQueue,
    private readonly runner: JobRunner,
    private readonly sweeper: JobSweeper,
    store: JobStore,
  ) {
    for (const status of ['pending', 'running', 'dead']) {
      gauge(
        `shepherd_jobs_${status}`,
        `Jobs that are ${status}`,
        async () => (await store.count())[status] ?? 0,
      );
    }
  }

  static on(databaseUrl: string): DynamicModule {
    const queue = {
      provide: WakeQueue,
      inject: [Config, Logger],
      useFactory: (config: Config, logger: Logger) =>
        new WakeQueue({ redisUrl: config.get('REDIS_URL'), databaseUrl }, (error) =>
          logger.warn('The queue has a problem', { error: error.message }),
        ),
    };
    return {
      module: QueueModule,
      global: true,
      imports: [DiscoveryModule],
      providers: [
        queue,
        JobRegistry,
        JobStore,
        Jobs,
        JobRunner,
        JobSweeper,
        DeadLetterStore,
        DeadLetterService,
      ],
      exports: [WakeQueue, Jobs, DeadLetterService],
    };
  }

  async onApplicationBootstrap(): Promise<void> {
    this.registry.check();
    await this.queue.open();
    if (!this.config.runsWorker) return;
    for (const lane of lanes) {
      this.queue.listen(lane, this.config.get('JOB_CONCURRENCY'), (id) => this.runner.run(id));
    }
  }

  /** No new work, and what runs ends or goes back to its row, while the database is still there. */
  async beforeApplicationShutdown(): Promise<void> {
    this.sweeper.stop();
    this.runner.interrupt();
    await this.queue.closeWorkers();
  }

  async onApplicationShutdown(): Promise<void> {
    await this.queue.close();
  }
}
