import { Injectable } from '@nestjs/common';
import { Config } from '../../platform/config/index.js';
import { Repeater } from '../../platform/queue/index.js';
import { Clock } from '../../shared/clock.js';
import { SchedulesClock } from './schedules-clock.js';

/** The name of the queue's tick, which wakes one worker of the cluster. */
export const TICK = 'schedules.tick';
const NEAR_MS = 5_000;

/** Wakes a worker after a save: this process's own, else one by the queue. */
@Injectable()
export class ScheduleWaker {
  constructor(
    private readonly config: Config,
    private readonly time: Clock,
    private readonly clock: SchedulesClock,
    private readonly repeater: Repeater,
  ) {}

  /** For a next time that is near; the tick finds the others. */
  soon(nextRunAt: Date | null): void {
    if (nextRunAt === null || nextRunAt.getTime() > this.time.now().getTime() + NEAR_MS) return;
    if (this.config.runsWorker) this.clock.wake();
    else this.repeater.soon(TICK);
  }
}
