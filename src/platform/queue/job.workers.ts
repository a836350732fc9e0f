import { Injectable } from '@nestjs/common';
import { Config } from '../config/index.js';
import { JobRunner } from './job.runner.js';
import { JobStore } from './job.store.js';
import { JobSweeper } from './job.sweeper.js';
import { lanes } from './job.js';
import { WakeQueue } from './wake-queue.js';

/** The part of a process that does jobs, where its role has one. */
@Injectable()
export class JobWorkers {
  constructor(
    private readonly config: Config,
    private readonly queue: WakeQueue,
    private readonly runner: JobRunner,
    private readonly sweeper: JobSweeper,
    private readonly store: JobStore,
  ) {}

  /** @param takesOver nobody else can be at work on this database: what a dead process held is free at once */
  async start(takesOver: boolean): Promise<void> {
    if (!this.config.runsWorker) return;
    if (takesOver) await Promise.all([this.store.endLeases(), this.queue.forget()]);
    for (const lane of lanes) {
      this.queue.listen(lane, this.config.get('JOB_CONCURRENCY'), (id) => this.runner.run(id));
    }
  }

  async stop(): Promise<void> {
    this.sweeper.stop();
    this.runner.interrupt();
    await this.queue.closeWorkers();
  }
}
