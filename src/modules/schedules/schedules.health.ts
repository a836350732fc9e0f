import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Config } from '../../platform/config/index.js';
import {
  counted,
  degraded,
  HealthPart,
  lasting,
  partOf,
  Processes,
  wrongPolls,
  type PartHealth,
} from '../../platform/watch/index.js';
import { dimensions, schedulesExecuted, schedulesFailed } from './metrics.js';
import { ScheduleHealthStore } from './schedule-health.store.js';

/** Runs start on their second; half a minute is an outage. */
const LATE_SECONDS = 30;

/** Whether schedules are on time. */
@Injectable()
export class SchedulesHealth implements OnModuleInit {
  constructor(
    private readonly config: Config,
    private readonly store: ScheduleHealthStore,
    private readonly processes: Processes,
  ) {}

  /** From nothing to one is no rise that an alert could see. */
  onModuleInit(): void {
    const of = dimensions(this.config.get('ENVIRONMENT'));
    for (const metric of [schedulesFailed, schedulesExecuted]) metric.add(of, 0);
  }

  @HealthPart('schedules')
  async check(): Promise<PartHealth> {
    const [late, processes] = await Promise.all([this.store.late(), this.processes.seen()]);
    // elsewhere EventBridge Scheduler tells the time, and next times are for people
    const plans = this.config.get('SCHEDULER_ENGINE') === 'bullmq';
    const { unplanned, unplannedSeconds, unstarted, unstartedSeconds, openCircuits } = late;
    return partOf(
      'Schedules are on time.',
      [
        ...wrongPolls('schedules', processes),
        plans &&
          unplannedSeconds > LATE_SECONDS &&
          degraded(
            `${counted(unplanned, 'schedule is', 'schedules are')} late, the oldest by ${lasting(unplannedSeconds)}: see whether a worker is alive (workers), and its log for "A schedule could not be planned".`,
          ),
        unstartedSeconds > LATE_SECONDS &&
          degraded(
            `${counted(unstarted, 'run of a schedule was', 'runs of schedules were')} not started, the oldest for ${lasting(unstartedSeconds)}: see whether the workers are busy (workers, jobs).`,
          ),
        openCircuits > 0 &&
          degraded(
            `${counted(openCircuits, 'target of schedules fails', 'targets of schedules fail')} again and again and ${openCircuits === 1 ? 'is' : 'are'} left alone for a while: GET /schedules/{id}/runs says why.`,
          ),
      ],
      {
        figures: {
          ...{ late: plans ? unplanned : 0, unstarted, openCircuits },
          latestSeconds: Math.round(Math.max(plans ? unplannedSeconds : 0, unstartedSeconds)),
        },
      },
    );
  }
}
