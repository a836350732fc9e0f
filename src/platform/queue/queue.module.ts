import {
  type BeforeApplicationShutdown,
  type DynamicModule,
  Inject,
  Module,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
} from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { LRUCache } from 'lru-cache';
import { MINUTE_MS } from '../../shared/clock.js';
import { Config } from '../config/index.js';
import { gauge, Logger } from '../telemetry/index.js';
import { DeadLetterSources } from './dead-letter-sources.js';
import { DeadLetterService } from './dead-letters.service.js';
import { DeadLetterStore } from './dead-letters.store.js';
import { FoundMethods } from './found-methods.js';
import { JobRunner } from './job.runner.js';
import { JobStore } from './job.store.js';
import { JobSweeper } from './job.sweeper.js';
import { JobWorkers } from './job.workers.js';
import { Jobs } from './jobs.js';
import { QueueBoard } from './queue-board.js';
import { JobRegistry } from './registry.js';
import { Repeater } from './repeater.js';
import { RunningJobs } from './running-jobs.js';
import { WakeQueue } from './wake-queue.js';

const TAKE_OVER = Symbol('whether leases of the process before are ended');

/** Each connection tells of an outage several times a second: the same words are logged once in a while. */
function once(logger: Logger): (error: Error) => void {
  const said = new LRUCache<string, true>({ max: 100, ttl: MINUTE_MS });
  return ({ message }) => {
    if (said.has(message)) return;
    said.set(message, true);
    logger.warn('The queue has a problem', { error: message });
  };
}

@Module({})
export class QueueModule implements OnApplicationBootstrap, BeforeApplicationShutdown, OnApplicationShutdown {
  constructor(
    private readonly registry: JobRegistry,
    private readonly queue: WakeQueue,
    private readonly workers: JobWorkers,
    store: JobStore,
    @Inject(TAKE_OVER) private readonly takesOver: boolean,
  ) {
    for (const status of ['pending', 'running', 'dead']) {
      const read = async () => (await store.count())[status] ?? 0;
      gauge(`shepherd_jobs_${status}`, `Jobs that are ${status}`, read);
    }
  }

  /** @param alone no other process works on this database: what is leased was left by one that died */
  static on(databaseUrl: string, alone = false): DynamicModule {
    const queue = {
      provide: WakeQueue,
      inject: [Config, Logger],
      useFactory: (config: Config, logger: Logger) =>
        new WakeQueue({ redisUrl: config.get('REDIS_URL'), databaseUrl }, once(logger)),
    };
    const takeOver = { provide: TAKE_OVER, useValue: alone };
    return {
      module: QueueModule,
      global: true,
      imports: [DiscoveryModule],
      providers: [
        queue,
        takeOver,
        JobRegistry,
        JobStore,
        Jobs,
        JobRunner,
        RunningJobs,
        QueueBoard,
        JobSweeper,
        JobWorkers,
        FoundMethods,
        Repeater,
        DeadLetterStore,
        DeadLetterService,
        DeadLetterSources,
      ],
      exports: [
        WakeQueue,
        Jobs,
        DeadLetterService,
        DeadLetterSources,
        FoundMethods,
        Repeater,
        RunningJobs,
        QueueBoard,
      ],
    };
  }

  async onApplicationBootstrap(): Promise<void> {
    this.registry.check();
    await this.queue.open();
    await this.workers.start(this.takesOver);
  }

  /** No new work, and what runs ends or goes back to its row, while the database is still there. */
  async beforeApplicationShutdown(): Promise<void> {
    await this.workers.stop();
  }

  async onApplicationShutdown(): Promise<void> {
    await this.queue.close();
  }
}
