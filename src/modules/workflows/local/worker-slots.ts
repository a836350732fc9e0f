import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Config } from '../../../platform/config/index.js';

/** Beyond those that run, as many wait in memory: the next one starts without a look into the database. */
const QUEUED_PER_RUNNING = 4;

/** Who this worker is, and how many tasks it may still take. */
@Injectable()
export class WorkerSlots {
  readonly workerId = `wrk_${randomUUID().replaceAll('-', '')}`;
  #taken = 0;
  #isOpen = false;

  constructor(private readonly config: Config) {}

  get concurrency(): number {
    return this.config.get('WORKFLOW_TASK_CONCURRENCY');
  }

  /** Tasks that this worker may take now: none before it has said that it lives, and none when it stops. */
  get room(): number {
    if (!this.#isOpen) return 0;
    return Math.max(0, this.concurrency * (1 + QUEUED_PER_RUNNING) - this.#taken);
  }

  /** Whom to write tasks for: this worker, or (null) whoever comes. */
  ownerOf(tasks: number): string | null {
    return tasks > 0 && tasks <= this.room ? this.workerId : null;
  }

  open(): void {
    this.#isOpen = this.config.runsWorker;
  }

  close(): void {
    this.#isOpen = false;
  }

  took(count: number): void {
    this.#taken += count;
  }

  gave(count: number): void {
    this.#taken -= count;
  }
}
