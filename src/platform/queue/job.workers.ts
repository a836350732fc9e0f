import { Injectable } from '@nestjs/common';
import { Config } from '../config/index.js';
import { JobRunner } from './job.runner.js';
import { JobSweeper } from './job.sweeper.js';
import { lanes } from './job.js';
import { Repeater } from './repeater.js';
import { WakeQueue, type WakeUp } from './wake-queue.js';

/** The part of a process that does jobs, where its role has one. */
@Injectable()
export class JobWorkers {
  constructor(
    private readonly config: Config,
    private readonly queue: WakeQueue,
    private readonly runner: JobRunner,
    private readonly sweeper: JobSweeper,
    private readonly repeater: Repeater,
  ) {}

  /** @param takesOver nobody else can be at work on this database: what a dead process held is free at once */
  async start(takesOver: boolean): Promise<void> {
    if (!this.config.runsWorker) return;
    if (takesOver) await Promise.all([this.runner.endLeases(), this.queue.forget()]);
    await this.repeater.begin();
    for (const lane of lanes) {
      this.queue.listen(lane, this.config.get('JOB_CONCURRENCY'), (wakeUp) => this.#woken(wakeUp));
    }
  }

  async stop(): Promise<void> {
    this.sweeper.stop();
    this.runner.interrupt();
    await this.queue.closeWorkers();
  }

  async #woken(wakeUp: WakeUp): Promise<void> {
    await ('jobId' in wakeUp ? this.runner.run(wakeUp.jobId) : this.repeater.run(wakeUp.repeat));
  }
}
