import { Injectable } from '@nestjs/common';
import { Config } from '../../platform/config/index.js';
import type { Tx } from '../../platform/database/index.js';
import { newId } from '../../shared/ids.js';
import { dueTime } from './domain/due-time.js';
import { planTimes, type Plan } from './domain/misfire.js';
import { timetableOf } from './schedule-timetable.js';
import { PlanningStore, type DueSchedule, type NewRun } from './planning.store.js';

/** How far ahead runs are written, so that each can start on its second. */
export const LOOK_AHEAD_SECONDS = 2;
const BATCH = 500;

/** Turns times that have come into rows of runs. Nothing has been started by then. */
@Injectable()
export class PlanningService {
  constructor(
    private readonly config: Config,
    private readonly store: PlanningStore,
  ) {}

  /**
   * What every waker calls. Rows of runs and the schedules' next times commit together, and a run is unique by
   * schedule and time: two workers, a retry or a crash at any line plan a time once.
   */
  async claimDue(): Promise<void> {
    // EventBridge Scheduler tells the time there
    if (this.config.get('SCHEDULER_ENGINE') !== 'bullmq') return;
    let planned: number;
    do planned = await this.store.claim((tx) => this.#claimBatch(tx));
    while (planned === BATCH);
  }

  /** When the next run is due that has a row already; `at` null when there is none. */
  async nextDue(): Promise<{ now: Date; at: Date | null } | undefined> {
    return this.store.nextDue(LOOK_AHEAD_SECONDS);
  }

  async #claimBatch(tx: Tx): Promise<number> {
    const due = await this.store.due(tx, BATCH, LOOK_AHEAD_SECONDS);
    if (due.length === 0) return 0;
    const plans = due.map((schedule) => ({ schedule, plan: planOf(schedule) }));
    await this.store.insertRuns(
      tx,
      plans.flatMap(({ schedule, plan }) => plan.times.map((planned) => newRun(schedule, planned))),
    );
    await this.store.advance(
      tx,
      plans.map(({ schedule, plan }) => ({ id: schedule.id, next: plan.next })),
    );
    return due.length;
  }
}

function planOf(schedule: DueSchedule): Plan {
  const { now, nextRunAt, misfirePolicy, misfireLimit, catchUpWindowSeconds } = schedule;
  const horizon = new Date(now.getTime() + LOOK_AHEAD_SECONDS * 1000);
  const rules = { policy: misfirePolicy, limit: misfireLimit, catchUpWindowSeconds };
  return planTimes(timetableOf(schedule), nextRunAt, now, horizon, rules);
}

function newRun(schedule: DueSchedule, planned: NewRun['planned']): NewRun {
  const id = newId('run');
  return { id, schedule, planned, dueAt: dueTime(schedule.id, planned.at, schedule), correlationId: id };
}
