import { Injectable } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { Config } from '../config/index.js';
import { Logger } from '../telemetry/index.js';
import { JobRunner } from './job.runner.js';
import { JobStore, type OverdueJob } from './job.store.js';
import { Jobs } from './jobs.js';

const EVERY_MS = 2000;
const AT_ONCE = 500;

/** Finds jobs that are due but that nobody works on, and wakes them again. Safe to run in every process. */
@Injectable()
export class JobSweeper {
  #busy = false;
  #stopped = false;

  constructor(
    private readonly config: Config,
    private readonly store: JobStore,
    private readonly jobs: Jobs,
    private readonly runner: JobRunner,
    private readonly logger: Logger,
  ) {}

  stop(): void {
    this.#stopped = true;
  }

  @Interval(EVERY_MS)
  async sweep(): Promise<void> {
    if (this.#busy || this.#stopped || !this.config.runsWorker) return;
    this.#busy = true;
    try {
      for (const job of await this.store.overdue(AT_ONCE)) {
        if (job.exhausted) await this.#giveUp(job);
        else this.jobs.wake(job.lane, job.id, job.attempts, 0);
      }
    } catch (error) {
      if (!this.#stopped) this.logger.error('The sweep of jobs failed', { error });
    } finally {
      this.#busy = false;
    }
  }
  /** One job that cannot be closed must not keep the others waiting. */
  async #giveUp(job: OverdueJob): Promise<void> {
    try {
      await this.runner.bury(job, job.lastError ?? 'its worker died in the last attempt');
    } catch (error) {
      this.logger.error('A job could not be given up', { jobId: job.id, error });
    }
  }
}
