import { Injectable } from '@nestjs/common';
import type { Tx } from '../../platform/database/index.js';
import { Logger } from '../../platform/telemetry/index.js';
import { newId } from '../../shared/ids.js';
import { dueTime } from './domain/due-time.js';
import { planTimes, type PlannedTime } from './domain/misfire.js';
import { nextAfter } from './domain/timetable.js';
import type { Fire } from './fires.schemas.js';
import { FiresStore, type FiredSchedule } from './fires.store.js';
import { PlanningStore } from './planning.store.js';
import { timetableOf } from './schedule-timetable.js';
import { SchedulesClock } from './schedules-clock.js';

/** Turns fires of EventBridge Scheduler into the same rows of runs that the service plans by itself. */
@Injectable()
export class FiresService {
  constructor(
    private readonly store: FiresStore,
    private readonly planning: PlanningStore,
    private readonly clock: SchedulesClock,
    private readonly logger: Logger,
  ) {}

  /**
   * When this returns, the fire has its row, or never will have one. AWS delivers at least once: a run is unique by
   * schedule and time, so that the second time changes nothing.
   */
  async accept(fire: Fire): Promise<void> {
    const { tenantId, scheduleId, scheduledTime, executionId } = fire;
    const reason = await this.store.inTenant(tenantId, (tx) => this.#plan(tx, fire));
    if (reason === undefined) this.clock.wake();
    else {
      const context = { tenantId, scheduleId, scheduledTime, executionId, reason };
      this.logger.warn('A fire of EventBridge Scheduler was dropped', context);
    }
  }

  /** Gives the reason for which there is no run. */
  async #plan(tx: Tx, fire: Fire): Promise<string | undefined> {
    const schedule = await this.store.lock(tx, fire.tenantId, fire.scheduleId);
    if (schedule === undefined) return 'there is no such schedule';
    const reason = whyDropped(schedule, fire);
    if (reason !== undefined) return reason;
    const at = fire.scheduledTime;
    const id = newId('run');
    const dueAt = dueAtOf(schedule, at);
    const runs = plannedTimes(schedule, at).map((planned) => ({
      id,
      schedule,
      planned,
      dueAt,
      correlationId: id,
    }));
    await this.planning.insertRuns(tx, runs);
    // not after a late fire's own time: fires come in any order
    const next = nextAfter(timetableOf(schedule), at > schedule.now ? at : schedule.now);
    await this.planning.advance(tx, [{ id: schedule.id, next }]);
    if (next === undefined && schedule.completedAt === null) {
      await this.store.forgetEngineVersion(tx, schedule.tenantId, schedule.id);
    }
    return undefined;
  }
}

function whyDropped(schedule: FiredSchedule, { version, scheduledTime }: Fire): string | undefined {
  if (schedule.deletedAt !== null) return 'the schedule is deleted';
  if (!schedule.enabled) return 'the schedule is disabled';
  if (schedule.pausedAt !== null) return 'the schedule is paused';
  // it fired before AWS was told of the change. A time that the schedule still has is not lost by a change of others
  if (version < schedule.version && !hasTime(schedule, scheduledTime)) {
    return 'the schedule was saved with other times';
  }
  return undefined;
}

const hasTime = (schedule: FiredSchedule, at: Date): boolean =>
  nextAfter(timetableOf(schedule), new Date(at.getTime() - 1))?.getTime() === at.getTime();

const windowMsOf = ({ flexibleWindowMinutes }: FiredSchedule): number => flexibleWindowMinutes * 60_000;

/**
 * Fires wait in the queue while no worker is up, so the misfire rules go for them as for times that nobody planned.
 * AWS may use the whole flexible window: until its end nothing was missed.
 */
function plannedTimes(schedule: FiredSchedule, at: Date): PlannedTime[] {
  const { now, misfirePolicy, misfireLimit, catchUpWindowSeconds } = schedule;
  const rules = { policy: misfirePolicy, limit: misfireLimit, catchUpWindowSeconds };
  const windowOver = new Date(now.getTime() - windowMsOf(schedule));
  return planTimes(timetableOf(schedule), at, windowOver, at, rules).times;
}

/** AWS has chosen the moment in the flexible window (now, or the window's end if the fire had to wait); jitter is ours. */
function dueAtOf(schedule: FiredSchedule, at: Date): Date {
  const fired = Math.min(Math.max(schedule.now.getTime(), at.getTime()), at.getTime() + windowMsOf(schedule));
  const jittered = dueTime(schedule.id, at, { ...schedule, flexibleWindowMinutes: 0 });
  return new Date(fired + jittered.getTime() - at.getTime());
}
